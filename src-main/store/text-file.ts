/** Files that a person asked for: reports and copies of records. */
import { constants } from 'node:fs';
import { access, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '#core/errors.ts';
import { writeWhole } from '#disk/write-whole.ts';
import { fileFault, systemCode } from '#disk/file-fault.ts';

/** Throws a `Fault` (file-unwritable) where `writeTextFile` cannot work. Writes nothing. */
export async function checkTextFile(path: string): Promise<void> {
  try {
    const stats = await statOrNull(path);
    if (stats?.isDirectory()) {
      throw new Fault('file-unwritable', `${path} is a folder`, { remedy: 'Name a file in it.' });
    }
    if (stats?.isFile() && (stats.mode & 0o222) === 0) {
      throw new Fault('file-unwritable', `${path} is marked read-only`, {
        remedy: 'Make it writable, or choose another file.',
      });
    }
    await access(stats === null ? dirname(path) : path, constants.W_OK);
  } catch (cause) {
    throw fileFault('file-unwritable', 'write', path, cause);
  }
}

/** Replaces the file in one step; a device or a pipe is written to as it is. Throws a `Fault` (file-unwritable). */
export async function writeTextFile(path: string, text: string | Buffer): Promise<void> {
  try {
    const stats = await statOrNull(path);
    if (stats === null || stats.isFile()) await writeWhole(path, text);
    else await writeFile(path, text);
  } catch (cause) {
    throw fileFault('file-unwritable', 'write', path, cause);
  }
}

async function statOrNull(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
