/** Lines of a file of any size, in bounded memory. */
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { Fault } from '#core/errors.ts';
import { fileFault } from '#disk/file-fault.ts';

/** A submission takes some ten kilobytes; what is a thousand times longer is not one. */
export const MAX_LINE_BYTES = 8 * 2 ** 20;

export interface FileLine {
  /** From 1. */
  readonly lineNumber: number;
  /** Where in the file it begins. */
  readonly startByte: number;
  /** Without its line break; of a line that is longer than the bound, too. */
  readonly lengthBytes: number;
  /** Without the line break; null: longer than the bound, and skipped. */
  readonly bytes: Buffer | null;
  /** False for a last line without a line break. */
  readonly ended: boolean;
}

const LF = 0x0a;

/**
 * Opens a leaderboard to read it. Throws a `Fault` (file-unreadable), also for what is no file: a named
 * pipe would be waited for without end. The caller closes the handle.
 */
export async function openToRead(file: string): Promise<FileHandle> {
  let handle: FileHandle | null = null;
  try {
    // Not waiting means something for pipes only. Windows has no such flag.
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await handle.stat();
    if (stats.isFile() || stats.isDirectory()) return handle;
  } catch (cause) {
    await handle?.close();
    throw fileFault('file-unreadable', 'read the leaderboard', file, cause);
  }
  await handle.close();
  throw new Fault('file-unreadable', `cannot read the leaderboard ${file}: it is not a regular file`, {
    remedy: 'Copy what it gives to a file, and name that.',
  });
}

/**
 * Reads from the start to the end, whatever the handle's own position. Lines end with LF; the CR of
 * CRLF stays in the bytes. Of a line longer than `maxBytes` nothing is kept.
 */
export async function* readLines(handle: FileHandle, maxBytes = MAX_LINE_BYTES): AsyncGenerator<FileLine> {
  const chunk = Buffer.allocUnsafe(256 * 1024);
  let parts: Buffer[] = [];
  let partsBytes = 0;
  let lineNumber = 1;
  let startByte = 0;
  const add = (part: Buffer) => {
    partsBytes += part.length;
    if (partsBytes > maxBytes) parts = [];
    else parts.push(Buffer.from(part));
  };
  const take = (ended: boolean): FileLine => {
    const bytes = partsBytes > maxBytes ? null : Buffer.concat(parts);
    const line = { lineNumber, startByte, lengthBytes: partsBytes, bytes, ended };
    lineNumber += 1;
    startByte += partsBytes + 1;
    parts = [];
    partsBytes = 0;
    return line;
  };
  for (let position = 0; ;) {
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    let from = 0;
    for (;;) {
      const end = chunk.subarray(0, bytesRead).indexOf(LF, from);
      if (end === -1) break;
      add(chunk.subarray(from, end));
      yield take(true);
      from = end + 1;
    }
    if (from < bytesRead) add(chunk.subarray(from, bytesRead));
  }
  if (partsBytes > 0) yield take(false);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Drops a byte order mark and a closing CR. null: the bytes are not UTF-8. */
export function decodeLine(bytes: Buffer): string | null {
  try {
    return utf8.decode(bytes).replace(/\r$/, '');
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Of white space alone, as C's `isspace` has it: DuckDB makes no row of such a line. */
export function isBlank(bytes: Buffer, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) {
    const byte = bytes[index] as number;
    if (byte !== 0x20 && (byte < 0x09 || byte > 0x0d)) return false;
  }
  return true;
}

/** Less where the file ends earlier. */
export async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
