/** The Electron of this checkout, for benchmarks that start it. */
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

export interface Electron {
  readonly executable: string;
  /** The folder that it lies in. */
  readonly distDir: string;
  readonly version: string;
  /** Arguments of each start. */
  readonly flags: readonly string[];
}

/** `root`: of the checkout. Looked for by the checkout's own script, where it lies. */
export async function findElectron(root: string): Promise<Electron> {
  const address = pathToFileURL(join(root, 'scripts/lib/electron-runtime.mjs')).href;
  const scripts = (await import(/* @vite-ignore */ address)) as {
    resolveElectron(): Promise<Omit<Electron, 'flags'>>;
    electronFlags(): string[];
  };
  return { ...(await scripts.resolveElectron()), flags: scripts.electronFlags() };
}

export const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);

/** Where there is no screen: runs this program again on a made-up one, which serves all its starts, and ends as that does. */
export function needScreen(): void {
  if (hasDisplay()) return;
  const again = [process.execPath, ...process.argv.slice(1)];
  const { status } = spawnSync('xvfb-run', ['-a', '-s', '-screen 0 1400x1000x24', ...again], {
    stdio: 'inherit',
  });
  process.exit(status ?? 1);
}
