/** From a record to lines in a leaderboard file, and what to say about it. */
import { Fault } from '#core/errors.ts';
import { submissionsOf } from '#core/leaderboard/submission.ts';
import type { RunRecord } from '#core/record/schema.ts';
import { appendLines } from '#store/leaderboard/append.ts';

/** Sentences for people. Throws a `Fault`: submission-refused when no row can be submitted, or those of the file. */
export async function submitRecord(record: RunRecord, file: string): Promise<string[]> {
  const { entries, refused } = submissionsOf(record);
  if (entries.length === 0) {
    const reasons = [...new Set(refused.map(({ reason }) => reason))];
    const why = reasons.length === 0 ? 'the record has no rows' : reasons.join('; ');
    throw new Fault('submission-refused', `nothing was submitted to ${file}: ${why}`);
  }
  const { appended, alreadyThere } = await appendLines(file, entries);
  const before = alreadyThere === 0 ? '' : `; ${lines(alreadyThere)} there already`;
  return [
    `Submitted ${lines(appended)} to ${file}${before}.`,
    ...refused.map(({ label, reason }) => `Not submitted: ${label}: ${reason}.`),
  ];
}

const lines = (count: number) => (count === 1 ? '1 line' : `${count} lines`);
