/** What is typed, as it were, to start an Electron that opens pages for the command line. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Fault } from '#core/errors.ts';
import { WEB_HOST_FLAG } from '#core/worker/host-messages.ts';
import type { ElectronPlace } from '../electron-place.ts';

export interface HostCommand {
  readonly file: string;
  readonly args: readonly string[];
}

/** Of the machine, as far as it matters here. */
export interface HostSurroundings {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly isRoot: boolean;
  /** Whether this path is a program that may be run. */
  isProgram(path: string): boolean;
}

export function thisMachine(env: NodeJS.ProcessEnv): HostSurroundings {
  return { platform: process.platform, env, isRoot: process.getuid?.() === 0, isProgram };
}

/** Throws `runtime-missing` where there is no Electron, or no screen for it and no way to make one up. */
export function hostCommand(electron: ElectronPlace | null, around: HostSurroundings): HostCommand {
  const { platform, env, isRoot } = around;
  if (electron === null) {
    const why = env['JOULEMARK_ELECTRON_MISSING'] || 'There is no Electron here to open a browser page in';
    throw new Fault('runtime-missing', why);
  }
  // Chromium has no sandbox for root.
  const needsFlag = platform === 'linux' && isRoot && !electron.args.includes('--no-sandbox');
  const args = [...electron.args, ...(needsFlag ? ['--no-sandbox'] : []), WEB_HOST_FLAG];
  if (platform !== 'linux' || env['DISPLAY'] || env['WAYLAND_DISPLAY']) {
    return { file: electron.executable, args };
  }
  const screen = onPath('xvfb-run', around);
  // It starts nothing without xauth, which Debian only recommends with it.
  if (screen === null || onPath('xauth', around) === null) {
    throw new Fault(
      'runtime-missing',
      'Browser pages need a display, hidden as they are, and there is none here (neither DISPLAY nor WAYLAND_DISPLAY is set)',
      { remedy: 'Install a made-up one with: sudo apt-get install xvfb xauth' },
    );
  }
  return { file: screen, args: ['-a', electron.executable, ...args] };
}

function onPath(name: string, { env, isProgram: exists }: HostSurroundings): string | null {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find((path) => exists(path)) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
