/** Joins leaderboard files: every line of any of them, each once. */
import { realpath } from 'node:fs/promises';
import { extname } from 'node:path';
import { Fault } from '#core/errors.ts';
import { isSignature } from '../../keys/ed25519.ts';
import { fileFault, systemCode } from '../../file-fault.ts';
import { withLock, type LockTimes } from '../lock.ts';
import { checkLeaderboardTarget } from '../target.ts';
import { chooseLines } from './choose-lines.ts';
import { copyLines, type Sink } from './copy-lines.ts';
import { indexFile, type FileNotes } from './index-file.ts';
import { LineIndex, type LineKind } from './line-index.ts';
import { OpenFiles } from './open-files.ts';
import { replaceFile } from './replace-file.ts';

export interface MergeReport {
  /** Lines of the result, by kind. */
  readonly counts: Readonly<Record<LineKind, number>>;
  /** Lines of the files that the result holds in another line of the same bytes or the same submission. */
  readonly repeated: number;
  readonly files: readonly FileNotes[];
  /** The target was there already, without being among the files, and its lines are in the result. */
  readonly keptTarget: boolean;
  /** False: the target holds the result already, and was not written. */
  readonly written: boolean;
}

/**
 * Writes the lines of all files to `target`, which is one of them or not; if it is there, its own lines are kept in
 * any case. It is done under the target's lock, so that no line appended meanwhile is lost. Throws a `Fault`
 * (file-unreadable, file-unwritable, file-locked); then the target is as it was.
 */
export async function mergeIntoFile(
  files: readonly string[],
  target: string,
  times?: LockTimes,
): Promise<MergeReport> {
  const path = await checkLeaderboardTarget(target);
  try {
    return await withLock(path, (held) => mergeUnderLock(files, path, held), times);
  } catch (cause) {
    throw fileFault('file-unwritable', 'write the leaderboard', path, cause);
  }
}

/** As `mergeIntoFile`, but hands the result to `write`. */
export async function mergeToSink(files: readonly string[], write: Sink): Promise<MergeReport> {
  return withMerged(files, async ({ index, places, open, report }) => {
    await copyLines(index, places, open, write);
    return { ...report, keptTarget: false, written: true };
  });
}

async function mergeUnderLock(
  files: readonly string[],
  path: string,
  held: () => boolean,
): Promise<MergeReport> {
  const real = await Promise.all(files.map(truePath));
  const given = real.includes(path);
  const exists = given || (await isThere(path));
  // First, so that of equal lines those of the target count, and a result that it holds already is known.
  const sources = exists ? [path, ...real.filter((each) => each !== path)] : real;
  return withMerged(sources, async ({ index, places, open, report }) => {
    const [own] = report.files;
    if (exists && !given && own !== undefined) refuseDocument(own);
    const written = !(exists && own !== undefined && holdsAlready(index, places, own));
    if (written) {
      await replaceFile(
        path,
        (write) => copyLines(index, places, open, write),
        () => {
          // Windows renames onto no open file.
          open.close();
          if (!held()) throw new Fault('file-locked', `the lock on ${path} was lost while merging`);
        },
      );
    }
    return { ...report, keptTarget: exists && !given, written };
  });
}

interface Merged {
  readonly index: LineIndex;
  /** What the result holds, in its order. */
  readonly places: Uint32Array;
  readonly open: OpenFiles;
  readonly report: Pick<MergeReport, 'counts' | 'repeated' | 'files'>;
}

async function withMerged<T>(files: readonly string[], use: (merged: Merged) => Promise<T>): Promise<T> {
  const index = new LineIndex();
  const notes: FileNotes[] = [];
  for (const [source, path] of files.entries()) notes.push(await indexFile(path, source, index));
  const open = new OpenFiles(files);
  try {
    const textAt = (place: number) => {
      const bytes = Buffer.alloc(index.lengthOf(place));
      open.read(index.sourceOf(place), bytes, index.startOf(place));
      return bytes.toString('utf8');
    };
    const places = await chooseLines(index, textAt, isSignature);
    const counts: Record<LineKind, number> = { submission: 0, revocation: 0, unreadable: 0 };
    for (const place of places) counts[index.kindOf(place)] += 1;
    const lines = notes.reduce((sum, each) => sum + each.lines, 0);
    return await use({
      index,
      places,
      open,
      report: { counts, repeated: lines - places.length, files: notes },
    });
  } finally {
    open.close();
  }
}

/** Whether the first file is, byte for byte, what would be written. */
function holdsAlready(index: LineIndex, places: Uint32Array, file: FileNotes): boolean {
  let position = 0;
  for (const place of places) {
    if (index.sourceOf(place) !== 0 || index.startOf(place) !== position) return false;
    position += index.lengthOf(place) + 1;
  }
  return position === file.bytes;
}

/** As appending does: whoever mistypes a name must not find their letter sorted into a board. */
function refuseDocument({ path, lines, knownLines }: FileNotes): void {
  if (lines === 0 || knownLines > 0 || ['.jsonl', '.ndjson'].includes(extname(path).toLowerCase())) return;
  throw new Fault('file-unwritable', `${path} holds something else than a leaderboard`, {
    remedy: 'Choose a leaderboard file, or a new one whose name ends in .jsonl; nothing was written.',
  });
}

async function truePath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    throw fileFault('file-unreadable', 'read the leaderboard', path, cause);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await realpath(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}
