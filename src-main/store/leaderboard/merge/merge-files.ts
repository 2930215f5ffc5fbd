/** Joins leaderboard files: every line of any of them, each once. */
import { realpath, stat } from 'node:fs/promises';
import { Fault } from '#core/errors.ts';
import { fileFault, systemCode } from '#disk/file-fault.ts';
import { isBoardName, OTHER_CONTENTS, refusedDocument } from '../board-name.ts';
import { withLock, type LockTimes } from '../lock.ts';
import { checkLeaderboardTarget } from '../target.ts';
import { copyLines } from './copy-lines.ts';
import type { FileNotes } from './index-file.ts';
import type { LineIndex } from './line-index.ts';
import { withMerged, type MergeReport } from './merged.ts';
import { replaceFile, type Publish, type Sink } from '#disk/replace-file.ts';

/**
 * Writes the lines of all files to `target`, which is one of them or not; if it is there, its own lines are kept in
 * any case, and also those that are appended meanwhile. Throws a `Fault` (file-unreadable, file-unwritable,
 * file-locked); then the target is as it was.
 */
export async function mergeIntoFile(
  files: readonly string[],
  target: string,
  times?: LockTimes,
): Promise<MergeReport> {
  const path = await checkLeaderboardTarget(target);
  try {
    return (
      (await mergeUnlocked(files, path, times)) ??
      (await withLock(path, (held) => mergeInto(files, path, whileHeld(held, path)), times))
    );
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

/**
 * Locks the target for the last step only, so that nobody waits while a large board is merged. null: the target was
 * changed meanwhile, and all is to be done again, under the lock.
 */
async function mergeUnlocked(
  files: readonly string[],
  path: string,
  times?: LockTimes,
): Promise<MergeReport | null> {
  const before = await stateOf(path);
  const isChanged = async () => (await stateOf(path)) !== before;
  try {
    return await mergeInto(files, path, (step) =>
      withLock(
        path,
        async (held) => {
          if (await isChanged()) throw new Error('changed');
          await whileHeld(held, path)(step);
        },
        times,
      ),
    );
  } catch (error) {
    if (await isChanged()) return null;
    throw error;
  }
}

function whileHeld(held: () => boolean, path: string): Publish {
  return async (step) => {
    if (!held()) throw new Fault('file-locked', `the lock on ${path} was lost while merging`);
    await step();
  };
}

async function mergeInto(files: readonly string[], path: string, publish: Publish): Promise<MergeReport> {
  const real = await Promise.all(files.map(truePath));
  const given = real.includes(path);
  const exists = given || (await stateOf(path)) !== null;
  // First, so that of equal lines those of the target count, and a result that it holds already is known.
  const sources = exists ? [path, ...real.filter((each) => each !== path)] : real;
  return withMerged(sources, async ({ index, places, open, report }) => {
    const own = exists ? (report.files[0] ?? null) : null;
    if (own !== null && !given) refuseDocument(own);
    const written = own === null || !holdsAlready(index, places, own);
    const fill = async (write: Sink) => {
      await copyLines(index, places, open, write);
      // Windows renames onto no open file.
      open.close();
    };
    if (written) await replaceFile(path, fill, publish);
    return { ...report, keptTarget: exists && !given, written };
  });
}

/** What changes with each append, and when another file takes the place; null: there is none. */
async function stateOf(path: string): Promise<string | null> {
  try {
    const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs].join(' ');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
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

/** As appending does. */
function refuseDocument({ path, lines, knownLines }: FileNotes): void {
  if (lines === 0 || knownLines > 0 || isBoardName(path)) return;
  throw refusedDocument(path, OTHER_CONTENTS);
}

async function truePath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    throw fileFault('file-unreadable', 'read the leaderboard', path, cause);
  }
}
