/** Appends to the shared leaderboard file. What is in the file is never changed. */
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { Fault } from '#core/errors.ts';
import { parseBoardLine, parseLine } from '#core/leaderboard/line.ts';
import { SUBMISSION_FAMILY } from '#core/leaderboard/schema.ts';
import { fileFault, systemCode } from '../file-fault.ts';
import { fsyncFolder } from '../fsync-folder.ts';
import { withLock, type LockTimes } from './lock.ts';
import { checkLeaderboardTarget } from './target.ts';
import { decodeLine, readLines, MAX_LINE_BYTES } from './lines.ts';

export interface NewLine {
  readonly id: string;
  /** Without its line break. */
  readonly line: string;
}

export interface AppendResult {
  readonly appended: number;
  /** Already in the file, or given twice: not written again. */
  readonly alreadyThere: number;
}

/**
 * Appends the lines that the file does not hold yet, in one write, under the file's lock. When it
 * resolves, they are on the disk; when it rejects with a `Fault` (file-unwritable, file-locked,
 * submission-invalid), the file holds what it held: at worst it was made, and is empty.
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
        const missing = await appendMissing(target, [...unique.values()], held);
        return { appended: missing, alreadyThere: entries.length - missing };
      },
      times,
    );
  } catch (cause) {
    throw fileFault('file-unwritable', 'write the leaderboard', target, cause);
  }
}

/** Nobody else would take a line that does not read back as the submission it is meant to be. */
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

async function appendMissing(target: string, entries: NewLine[], held: () => boolean): Promise<number> {
  const { handle, created } = await openForAppend(target);
  try {
    const { present, torn } = await lookThrough(target, handle, new Set(entries.map(({ id }) => id)));
    const missing = entries.filter(({ id }) => !present.has(id));
    if (missing.length > 0) {
      if (!held()) throw new Fault('file-locked', `the lock on ${target} was lost while waiting`);
      const text = missing.map(({ line }) => `${line}\n`).join('');
      await writeWhole(handle, Buffer.from(torn ? `\n${text}` : text));
    }
    if (created) await fsyncFolder(dirname(target));
    return missing.length;
  } finally {
    await handle.close();
  }
}

async function openForAppend(target: string): Promise<{ handle: FileHandle; created: boolean }> {
  const { O_RDWR, O_APPEND, O_CREAT, O_EXCL } = constants;
  try {
    return { handle: await open(target, O_RDWR | O_APPEND | O_CREAT | O_EXCL, 0o666), created: true };
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    return { handle: await open(target, O_RDWR | O_APPEND), created: false };
  }
}

/** Which of the ids the file holds, and whether its last line lacks its end. */
async function lookThrough(
  target: string,
  handle: FileHandle,
  ids: ReadonlySet<string>,
): Promise<{ present: Set<string>; torn: boolean }> {
  const present = new Set<string>();
  let torn = false;
  let empty = true;
  let known = false;
  for await (const { bytes, ended } of readLines(handle)) {
    torn = !ended;
    empty = false;
    if (bytes === null || !bytes.includes(SUBMISSION_FAMILY)) continue;
    known = true;
    // Most lines of a long board are other people's: only a line with one of our ids is parsed.
    if (![...ids].some((id) => bytes.includes(id))) continue;
    const parsed = parseLine(decodeLine(bytes) ?? '');
    if (parsed.ok) present.add(parsed.submission.id);
  }
  // A board that holds nothing but one torn line is still a board; a document is not.
  if (!empty && !known && !['.jsonl', '.ndjson'].includes(extname(target).toLowerCase())) {
    throw new Fault('file-unwritable', `${target} holds something else than a leaderboard`, {
      remedy: 'Choose a leaderboard file, or a new one whose name ends in .jsonl; nothing was written.',
    });
  }
  return { present, torn };
}

/** One write and a sync. When the disk takes only a part (full), that part is taken back. */
async function writeWhole(handle: FileHandle, bytes: Buffer): Promise<void> {
  const { size: before } = await handle.stat();
  let written = 0;
  try {
    while (written < bytes.length) {
      // One call, but for a disk that fills up: then the second call says why.
      written += (await handle.write(bytes, written)).bytesWritten;
    }
    await handle.sync();
  } catch (error) {
    // Only if nobody else has written since, lock or no lock: their line matters more than our rest.
    const { size } = await handle.stat();
    if (written < bytes.length && size === before + written) await handle.truncate(before);
    throw error;
  }
}
