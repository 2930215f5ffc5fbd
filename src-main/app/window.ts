/** The one window. */
import { BrowserWindow, nativeTheme, type WebPreferences } from 'electron';
import { localeArguments } from '#ipc/locale.ts';
import type { WindowBounds } from './window-bounds.ts';

/** Of the page's background, so that the window does not flash before the page is drawn. */
const BACKGROUND = { light: '#f6f7f4', dark: '#14181a' };

/**
 * `bounds`: where it was before; null: of its usual size, where the system puts it. `locale`: of whoever reads it; null:
 * not known.
 */
export function createWindow(
  preload: string,
  bounds: WindowBounds | null,
  locale: string | null,
): BrowserWindow {
  const webPreferences: WebPreferences = {
    preload,
    additionalArguments: localeArguments(locale),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    autoplayPolicy: 'document-user-activation-required',
  };
  const window = new BrowserWindow({
    title: 'Joulemark',
    width: 1280,
    height: 800,
    minWidth: 640,
    minHeight: 480,
    // What is remembered is the size of the whole window.
    useContentSize: bounds === null,
    ...(bounds === null ? {} : { x: bounds.x, y: bounds.y, width: bounds.width, height: bounds.height }),
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences,
  });
  if (bounds?.maximized === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  return window;
}

/** A page that crashed is loaded again, and finds its run through `getRun`; not over and over, though. */
const RELOAD_AT_MOST_EVERY_MS = 10_000;

/** `giveUp` is called with the reason when the page crashes again at once. */
export function reloadAfterCrash(window: BrowserWindow, giveUp: (reason: string) => void): void {
  let lastReloadMs = -Infinity;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const nowMs = performance.now();
    if (nowMs - lastReloadMs < RELOAD_AT_MOST_EVERY_MS) {
      giveUp(reason);
      return;
    }
    lastReloadMs = nowMs;
    window.webContents.reload();
  });
}
