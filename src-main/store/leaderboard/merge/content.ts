/** What of a line is its content, and what the way of the file added: a byte order mark, the CR of CRLF. */
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { MAX_LINE_BYTES, readAt, type FileLine } from '../lines.ts';

export interface Span {
  readonly startByte: number;
  readonly lengthBytes: number;
}

export interface LineContent extends Span {
  /** null: longer than any submission. It stays in the file, and is read from there piece by piece. */
  readonly bytes: Buffer | null;
  /** Nothing but spaces and tabs. */
  readonly isBlank: boolean;
  readonly byteOrderMark: boolean;
  readonly carriageReturn: boolean;
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const CR = 0x0d;
const SPACES: ReadonlySet<number> = new Set([0x20, 0x09, CR]);

export async function contentOf(handle: FileHandle, line: FileLine): Promise<LineContent> {
  const { startByte, lengthBytes } = line;
  const edges = line.bytes === null ? await readEdges(handle, line) : { head: line.bytes, tail: line.bytes };
  // All of them: a second merge of the result must find nothing more to drop.
  let from = 0;
  while (edges.head.subarray(from, from + BOM.length).equals(BOM)) from += BOM.length;
  let end = edges.tail.length;
  while (end > 0 && edges.tail[end - 1] === CR) end -= 1;
  const to = Math.max(from, lengthBytes - (edges.tail.length - end));
  const bytes = await bytesWithin(handle, line, from, to);
  return {
    startByte: startByte + from,
    lengthBytes: to - from,
    bytes,
    isBlank: bytes !== null && bytes.every((byte) => SPACES.has(byte)),
    byteOrderMark: from > 0,
    carriageReturn: end < edges.tail.length,
  };
}

/** null: too many. What is dropped does not count. */
async function bytesWithin(
  handle: FileHandle,
  { bytes, startByte }: FileLine,
  from: number,
  to: number,
): Promise<Buffer | null> {
  if (bytes !== null) return bytes.subarray(from, to);
  return to - from > MAX_LINE_BYTES ? null : readAt(handle, startByte + from, to - from);
}

const EDGE_BYTES = 4096;

async function readEdges(
  handle: FileHandle,
  { startByte, lengthBytes }: Span,
): Promise<{ head: Buffer; tail: Buffer }> {
  const [head, tail] = await Promise.all([
    readAt(handle, startByte, EDGE_BYTES),
    readAt(handle, startByte + lengthBytes - EDGE_BYTES, EDGE_BYTES),
  ]);
  return { head, tail };
}

const CHUNK_BYTES = 256 * 1024;

export async function digestOfRange(handle: FileHandle, { startByte, lengthBytes }: Span): Promise<Buffer> {
  const hash = createHash('sha256');
  for (let done = 0; done < lengthBytes;) {
    const piece = await readAt(handle, startByte + done, Math.min(CHUNK_BYTES, lengthBytes - done));
    if (piece.length === 0) break;
    hash.update(piece);
    done += piece.length;
  }
  return hash.digest();
}
