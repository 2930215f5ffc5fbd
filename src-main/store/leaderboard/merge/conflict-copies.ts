/** Finds the copies that sync tools left beside a leaderboard. Nothing is changed. */
import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { conflictNameOf } from '#core/leaderboard/merge/conflict-names.ts';
import { fileFault } from '#disk/file-fault.ts';
import { digestsOf, sharesLine } from './shared-lines.ts';

export interface ConflictCopy {
  readonly path: string;
  /** Whose way of naming it is. */
  readonly tool: string;
  /** False: the name may mean something else, and no line of the board is in it. */
  readonly isCopy: boolean;
}

/** Sorted by name. Throws a `Fault` (file-unreadable) where the board or its folder cannot be read. */
export async function findConflictCopies(board: string): Promise<ConflictCopy[]> {
  const names = await siblingsOf(board);
  const named = names.flatMap((name) => {
    const found = conflictNameOf(name, basename(board));
    return found === null ? [] : [{ path: join(dirname(board), name), ...found }];
  });
  // Read only where a name alone does not tell.
  const own = named.some(({ ambiguous }) => ambiguous) ? await digestsOf(board) : null;
  const copies: ConflictCopy[] = [];
  for (const { path, tool, ambiguous } of named) {
    const isCopy = !ambiguous || own === null || (await sharesLine(path, own));
    copies.push({ path, tool, isCopy });
  }
  return copies;
}

/** Files in the board's own folder, the board's name as the folder has it. */
async function siblingsOf(board: string): Promise<string[]> {
  try {
    await realpath(board);
    const entries = await readdir(dirname(board), { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort();
  } catch (cause) {
    throw fileFault('file-unreadable', 'read the leaderboard', board, cause);
  }
}
