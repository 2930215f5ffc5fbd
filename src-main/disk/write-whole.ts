/**
 * Small files, written whole: who reads one sees the old text or the new, also after a crash and on a full disk. The
 * packages for this (write-file-atomic 7.0, atomically 2.1) call `write` once and do not look at how much it wrote: on
 * a disk that fills up half a file then takes the place of a whole one.
 */
import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { systemCode } from './file-fault.ts';
import { replaceFile, takeOver, temporaryBeside } from './replace-file.ts';

/** A link is followed. Rejects with the system's error; the file is then as it was. */
export async function writeWhole(path: string, data: string | Uint8Array): Promise<void> {
  const target = await realpath(path).catch((error: unknown) => pathOfNew(path, error));
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  await replaceFile(
    target,
    (write) => write(bytes),
    (step) => step(),
  );
}

/** The same at once, for what must not be read half-way between two changes. Throws the system's error. */
export function writeWholeSync(path: string, text: string): void {
  const target = realOrNew(path);
  const temporary = temporaryBeside(target);
  try {
    const file = openSync(temporary, 'wx', 0o666);
    try {
      takeOver(file, target);
      // Of a file that is open already: writes until all is written.
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function realOrNew(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    return pathOfNew(path, error);
  }
}

function pathOfNew(path: string, error: unknown): string {
  if (systemCode(error) === 'ENOENT') return path;
  throw error;
}
