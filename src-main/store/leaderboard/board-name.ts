/** Whether somebody means a file to be a leaderboard, and what is said where it is none. */
import { extname } from 'node:path';
import { Fault } from '#core/errors.ts';

export const OTHER_CONTENTS = 'holds something else than a leaderboard';

/** Then it may be written to whatever it holds: its lines are kept. */
export function isBoardName(path: string): boolean {
  return ['.jsonl', '.ndjson'].includes(extname(path).toLowerCase());
}

/** Whoever mistypes a name must not find their letter among the lines of a board. */
export function refusedDocument(path: string, why: string): Fault {
  return new Fault('file-unwritable', `${path} ${why}`, {
    remedy: 'Choose a leaderboard file, or a new one whose name ends in .jsonl; nothing was written.',
  });
}
