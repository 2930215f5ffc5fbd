/** Appends to the shared leaderboard file. What is in the file is never changed. */
import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '#core/errors.ts';
import { parseBoardLine } from '#core/leaderboard/line.ts';
import { fileFault, systemCode } from '#disk/file-fault.ts';
import { fsyncFolder } from '#disk/fsync-folder.ts';
import { refusedDocument } from './board-name.ts';
import { isTorn, presentInTail, readEnds, whyNoBoard } from './file-ends.ts';
import { withLock, type LockTimes } from './lock.ts';
import { checkLeaderboardTarget } from './target.ts';
import { MAX_LINE_BYTES } from './lines.ts';

export interface NewLine {
  readonly id: string;
  /** Without its line break. */
  readonly line: string;
}

export interface AppendResult {
  readonly appended: number;
  /** Among the file's last lines already, or given twice: not written again. */
  readonly alreadyThere: number;
}

/**
 * How far back a line is looked for: this, and as much as is to be written. So whoever submits a second
 * time at once hears that it is there; and the time to append does not depend on the file's size.
 */
const TAIL_BYTES = 2 ** 16;

/**
 * A sync tool may put another file in the place of ours while we write, or a program without the lock begin a
 * line that ours then ends up in; one that does so this often is not waited for.
 */
const MAX_TRIES = 5;

/**
 * Appends the lines (submissions, revocations) in one write, under the file's lock, in a time that does
 * not depend on the file's size. When it resolves, each of them has been seen in the file, alone in its line, and is on
 * the disk. A line that is already among the last ones, byte for byte, is not written again; one further up is, which
 * is harmless: an id counts once, wherever the file is read. When it rejects with a `Fault` (file-unwritable, file-locked,
 * submission-invalid), nothing that the file held was changed, and what was written of the lines was taken
 * back where nobody had written after it; at worst the file was made, and is empty.
 */
export async function appendLines(
  file: string,
  entries: readonly NewLine[],
  times?: LockTimes,
): Promise<AppendResult> {
  const unique = new Map(entries.map((entry) => [entry.id, entry]));
  for (const entry of unique.values()) checkLine(entry);
  const target = await checkLeaderboardTarget(file);
  try {
    return await withLock(
      target,
      async (held) => {
        const appended = await appendUntilThere(target, [...unique.values()], held);
        return { appended, alreadyThere: entries.length - appended };
      },
      times,
    );
  } catch (cause) {
    throw fileFault('file-unwritable', 'write the leaderboard', target, cause);
  }
}

/** Nobody else would take a line that does not read back as what it is meant to be. */
function checkLine(entry: NewLine): void {
  const problem = lineProblem(entry);
  if (problem === null) return;
  throw new Fault('submission-invalid', `the line of submission ${entry.id.slice(0, 12)} ${problem}`, {
    remedy: 'Nothing was written; please report this with the record.',
  });
}

function lineProblem({ id, line }: NewLine): string | null {
  const parsed = parseBoardLine(line);
  if (parsed.kind === 'problem') return parsed.reason;
  const read = parsed.kind === 'submission' ? parsed.submission : parsed.revocation;
  if (read.id !== id) return 'has another id';
  if (/[\r\n]/.test(line)) return 'holds a line break';
  return Buffer.byteLength(line) > MAX_LINE_BYTES ? `is longer than ${MAX_LINE_BYTES} bytes` : null;
}

/** How many were written, each counted once. */
async function appendUntilThere(target: string, entries: NewLine[], held: () => boolean): Promise<number> {
  const written = new Set<string>();
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const { handle, created } = await openForAppend(target);
    try {
      const missing = await appendMissing(target, handle, entries, held);
      for (const { id } of missing) written.add(id);
      // Network shares may number a file differently each time: all found there on a second look is as good.
      if (tries > 1 && !created && missing.length === 0) return written.size;
      if ((await stand(handle, missing)) && (await isStillAt(target, handle))) return written.size;
    } finally {
      await handle.close();
    }
  }
  throw new Fault(
    'file-unwritable',
    `another program keeps replacing ${target}, or writes to it without its lock, while it is written to`,
    { remedy: 'Let that program (a sync tool?) finish, then try again; what others wrote was not touched.' },
  );
}

async function openForAppend(target: string): Promise<{ handle: FileHandle; created: boolean }> {
  const { O_RDWR, O_APPEND, O_CREAT, O_EXCL } = constants;
  for (let tries = 1; ; tries += 1) {
    try {
      return { handle: await open(target, O_RDWR | O_APPEND | O_CREAT | O_EXCL, 0o666), created: true };
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
    try {
      return { handle: await open(target, O_RDWR | O_APPEND), created: false };
    } catch (error) {
      // Removed in between, or a link to nothing by now.
      if (systemCode(error) !== 'ENOENT' || tries === MAX_TRIES) throw error;
    }
  }
}

/** Resolves to those that were not there and are written now. */
async function appendMissing(
  target: string,
  handle: FileHandle,
  entries: readonly NewLine[],
  held: () => boolean,
): Promise<readonly NewLine[]> {
  const ends = await readEnds(handle, TAIL_BYTES + sizeOf(entries));
  const other = whyNoBoard(target, ends);
  if (other !== null) throw refusedDocument(target, other);
  // Before its first line, so that a file with a line in it is known to survive a power cut.
  if (ends.sizeBytes === 0) await fsyncFolder(dirname(target));
  const present = presentInTail(ends, entries);
  const missing = entries.filter(({ id }) => !present.has(id));
  if (missing.length === 0) {
    // Whoever wrote them may have died before they were on the disk.
    await handle.sync();
    return missing;
  }
  const text = missing.map(({ line }) => `${line}\n`).join('');
  const bytes = Buffer.from(isTorn(ends) ? `\n${text}` : text);
  if (!held()) throw new Fault('file-locked', `the lock on ${target} was lost while waiting`);
  await writeWhole(target, handle, bytes);
  return missing;
}

const sizeOf = (entries: readonly NewLine[]): number =>
  entries.reduce((sum, { line }) => sum + Buffer.byteLength(line) + 1, 0);

/** Who does not know the lock may have begun a line between our look and our writing, or written over ours (NFS). */
async function stand(handle: FileHandle, written: readonly NewLine[]): Promise<boolean> {
  if (written.length === 0) return true;
  const ends = await readEnds(handle, TAIL_BYTES + sizeOf(written));
  return presentInTail(ends, written).size === written.length;
}

/** One write and a sync. When the disk does not take all of it (full), what it took is taken back. */
async function writeWhole(target: string, handle: FileHandle, bytes: Buffer): Promise<void> {
  const { size: before } = await handle.stat();
  let written = 0;
  try {
    while (written < bytes.length) {
      // One call, but for a disk that fills up: then the second call says why.
      written += (await handle.write(bytes, written)).bytesWritten;
    }
    await handle.sync();
  } catch (error) {
    await takeBack(target, handle, before, written);
    throw error;
  }
}

/** Only if nobody else has written since, lock or no lock: their line matters more than our rest. */
async function takeBack(target: string, handle: FileHandle, before: number, written: number): Promise<void> {
  try {
    const { size } = await handle.stat();
    if (written === 0 || size !== before + written) return;
    await handle.truncate(before).catch((error: unknown) => {
      if (systemCode(error) !== 'EPERM') throw error;
      return truncateAnew(target, handle, before);
    });
  } catch (error) {
    // A disk that does not even allow this: the rest stays, and the next writer starts a new line after it.
    if (systemCode(error) === null) throw error;
  }
}

/** On Windows, a handle that was opened to append may not shorten the file. */
async function truncateAnew(target: string, handle: FileHandle, sizeBytes: number): Promise<void> {
  if (!(await isStillAt(target, handle))) return;
  const other = await open(target, 'r+');
  try {
    await other.truncate(sizeBytes);
  } finally {
    await other.close();
  }
}

/** Whether who opens the path now gets the file that the handle is of. */
async function isStillAt(target: string, handle: FileHandle): Promise<boolean> {
  const ours = await handle.stat({ bigint: true });
  try {
    const there = await stat(target, { bigint: true });
    return there.ino === ours.ino && there.dev === ours.dev;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}
