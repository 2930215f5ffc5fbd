/** Takes the lines of one file into the index. What only the way of the file added is dropped, and counted. */
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#core/errors.ts';
import { isConflictMarker } from '#core/leaderboard/merge/conflict-marker.ts';
import { knownLine } from '#core/leaderboard/merge/known-line.ts';
import { fileFault } from '#disk/file-fault.ts';
import { decodeLine, openToRead, readLines } from '../lines.ts';
import type { LineIndex } from './line-index.ts';
import { contentOf, digestOfRange, type Span } from './content.ts';

/** Of one file. */
export interface FileNotes {
  readonly path: string;
  /** Lines that are not blank and not git's. */
  readonly lines: number;
  readonly knownLines: number;
  /** Line ends that were CRLF. */
  readonly carriageReturns: number;
  readonly byteOrderMarks: number;
  /** Git's, of an unresolved conflict. */
  readonly conflictMarkers: number;
  /** The last line has no line break: its writer may have been interrupted. */
  readonly unended: boolean;
  /** Of the file, as far as it was read. */
  readonly bytes: number;
}

/** `source`: the file's place among those of the index. Throws a `Fault` (file-unreadable). */
export async function indexFile(path: string, source: number, index: LineIndex): Promise<FileNotes> {
  const handle = await openToRead(path);
  try {
    if ((await handle.stat()).isDirectory()) throw aFolder(path);
    return await indexLines(handle, path, source, index);
  } catch (cause) {
    throw fileFault('file-unreadable', 'read the leaderboard', path, cause);
  } finally {
    await handle.close();
  }
}

function aFolder(path: string): Fault {
  return new Fault('file-unreadable', `${path} is a folder`, {
    remedy: `Name its files, e.g. ${join(path, '*.jsonl')}`,
  });
}

async function indexLines(
  handle: FileHandle,
  path: string,
  source: number,
  index: LineIndex,
): Promise<FileNotes> {
  const notes = { lines: 0, knownLines: 0, carriageReturns: 0, byteOrderMarks: 0, conflictMarkers: 0 };
  let unended = false;
  let bytes = 0;
  for await (const line of readLines(handle)) {
    bytes = line.startByte + line.lengthBytes + (line.ended ? 1 : 0);
    unended = !line.ended;
    const content = await contentOf(handle, line);
    notes.carriageReturns += Number(content.carriageReturn);
    notes.byteOrderMarks += Number(content.byteOrderMark);
    if (content.isBlank) continue;
    const text = content.bytes === null ? null : decodeLine(content.bytes);
    if (text !== null && isConflictMarker(text)) {
      notes.conflictMarkers += 1;
      continue;
    }
    notes.lines += 1;
    notes.knownLines += Number(await addLine(index, handle, { ...content, text, source }));
  }
  return { path, ...notes, unended, bytes };
}

interface NewLine extends Span {
  readonly bytes: Buffer | null;
  readonly text: string | null;
  readonly source: number;
}

/** Returns whether a schema of ours names the line, or one of the same bytes did. */
async function addLine(index: LineIndex, handle: FileHandle, line: NewLine): Promise<boolean> {
  const { bytes, text, source, startByte, lengthBytes } = line;
  const digest =
    bytes === null ? await digestOfRange(handle, line) : createHash('sha256').update(bytes).digest();
  const former = index.find(digest);
  if (former !== null) return index.kindOf(former) !== 'unreadable';
  const known = text === null ? null : knownLine(text);
  const place = { digest, source, startByte, lengthBytes };
  if (known === null) index.add({ ...place, kind: 'unreadable', timeMs: Infinity, key: digest });
  else index.add({ ...place, ...known, key: Buffer.from(known.id, 'hex') });
  return known !== null;
}
