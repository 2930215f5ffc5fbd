/** The file that a person named as a leaderboard, before anything is written to it. */
import { constants } from 'node:fs';
import { access, lstat, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Fault } from '#core/errors.ts';
import { fileFault, systemCode } from '#disk/file-fault.ts';

/**
 * The file's true path (symbolic links followed, so that all writers take the same lock). The file need
 * not exist, its folder must. Throws a `Fault` (file-unwritable) where appending cannot work. It writes nothing.
 */
export async function checkLeaderboardTarget(file: string): Promise<string> {
  const path = resolve(file);
  try {
    const target = await truePath(path);
    await access(dirname(target), constants.W_OK);
    return target;
  } catch (cause) {
    throw fileFault('file-unwritable', 'write the leaderboard', path, cause);
  }
}

async function truePath(path: string): Promise<string> {
  const folder = await trueFolder(path);
  const link = await lstat(path).catch(absentIsNull);
  if (link === null) return join(folder, basename(path));
  const stats = await stat(path).catch(absentIsNull);
  if (stats === null)
    throw refusal(path, 'is a symbolic link to nothing', 'Remove the link, or make its target.');
  if (stats.isDirectory()) {
    throw refusal(path, 'is a folder', `Name a file in it, e.g. ${join(path, 'leaderboard.jsonl')}.`);
  }
  if (!stats.isFile()) throw refusal(path, 'is not a regular file', 'Choose another file.');
  // Asked of the mode too, not only of the system: root may write to a file that its owner has protected.
  if ((stats.mode & 0o222) === 0) {
    throw refusal(path, 'is marked read-only', 'Make it writable, or choose another file.');
  }
  await access(path, constants.W_OK);
  return realpath(path);
}

async function trueFolder(path: string): Promise<string> {
  const folder = dirname(path);
  const real = await realpath(folder).catch(absentIsNull);
  if (real === null) {
    throw refusal(
      path,
      `cannot be made: there is no folder ${folder}`,
      'Make the folder first, or choose another one.',
    );
  }
  if (!(await stat(real)).isDirectory()) {
    throw refusal(path, `cannot be made: ${folder} is not a folder`, 'Choose a file in a folder.');
  }
  return real;
}

function refusal(path: string, what: string, remedy: string): Fault {
  return new Fault('file-unwritable', `the leaderboard ${path} ${what}`, {
    remedy: `${remedy} Nothing was written.`,
  });
}

function absentIsNull(error: unknown): null {
  if (systemCode(error) === 'ENOENT') return null;
  throw error;
}
