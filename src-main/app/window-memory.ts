/** Remembers where the window was. */
import { screen, type BrowserWindow } from 'electron';
import { Fault } from '#core/errors.ts';
import type { SettingsFile } from './settings.ts';
import { visibleBounds, type WindowBounds } from './window-bounds.ts';

/** null: nothing is remembered, or nobody would see it there. */
export function rememberedBounds(settings: SettingsFile): WindowBounds | null {
  const saved = unlessBroken(() => settings.read().window) ?? null;
  if (saved === null) return null;
  return visibleBounds(
    saved,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
}

/** When the window is closed: what it was before it was maximised, and whether it is. */
export function rememberBounds(window: BrowserWindow, settings: SettingsFile): void {
  window.on('close', () => {
    const bounds = { ...window.getNormalBounds(), maximized: window.isMaximized() };
    unlessBroken(() => settings.write({ window: bounds }));
  });
}

/** Where a window stood is no reason to complain of a file that cannot be read or written: its page does. */
function unlessBroken<T>(task: () => T): T | null {
  try {
    return task();
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}
