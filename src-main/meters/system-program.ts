/** Where programs of the system lie. The search path is not asked: it is the caller's, not the system's. */
import { existsSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { Fault } from '#core/errors.ts';

const UNIX_FOLDERS = ['/usr/bin', '/usr/sbin', '/bin', '/sbin', '/usr/local/bin'];
/** Folders in which a system keeps the programs of its drivers. */
const LINUX_FOLDERS = ['/usr/lib/wsl/lib', '/opt/rocm/bin', '/run/current-system/sw/bin'];

/**
 * The path of a program: an absolute one as it is, a name as found in the system's own folders.
 * Fault `meter-missing` with the folders.
 */
export function systemProgram(
  file: string,
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = existsSync,
): string {
  const { isAbsolute, join } = platform === 'win32' ? win32 : posix;
  if (isAbsolute(file)) return file;
  const folders = systemFolders(platform);
  const found = folders.map((folder) => join(folder, file)).find(exists);
  if (found === undefined) {
    throw new Fault('meter-missing', `there is no program ${file} in ${folders.join(', ')}`);
  }
  return found;
}

function systemFolders(platform: NodeJS.Platform): readonly string[] {
  switch (platform) {
    case 'win32': {
      const system = win32.join(windowsFolder(), 'System32');
      return [system, win32.join(system, 'WindowsPowerShell', 'v1.0')];
    }
    case 'linux':
      return [...UNIX_FOLDERS, ...LINUX_FOLDERS];
    default:
      return UNIX_FOLDERS;
  }
}

/** Usually `C:\Windows`. */
export function windowsFolder(): string {
  const folder = process.env.SystemRoot;
  return folder !== undefined && win32.isAbsolute(folder) ? folder : 'C:\\Windows';
}
