/** From a record to lines in a leaderboard file, and what to say about it. */
import { Fault } from '#core/errors.ts';
import { counted } from '#core/format/counted.ts';
import type { Signer } from '#core/leaderboard/signature.ts';
import { submissionsOf } from '#core/leaderboard/submission.ts';
import type { RunRecord } from '#core/record/schema.ts';
import { privateNames } from '#runner/private-names.ts';
import type { Places } from '#runner/places.ts';
import { appendLines } from '#store/leaderboard/append.ts';
import { askForLines } from './consent.ts';
import type { CliContext } from './context.ts';

export interface SubmitHow {
  /** null: the lines are not signed. */
  readonly signer: Signer | null;
  /** The question is answered already. */
  readonly yes: boolean;
  readonly places: Places;
}

/**
 * Shows the lines, asks and appends. Returns sentences for people. Throws a `Fault`: submission-refused when no
 * row can be submitted, not-consented, or those of the file.
 */
export async function submitRecord(
  record: RunRecord,
  file: string,
  { signer, yes, places }: SubmitHow,
  context: CliContext,
): Promise<string[]> {
  const { entries, refused } = submissionsOf(record, signer, privateNames(places));
  if (entries.length === 0) {
    const reasons = [...new Set(refused.map(({ reason }) => reason))];
    const why = reasons.length === 0 ? 'the record has no rows' : reasons.join('; ');
    throw new Fault('submission-refused', `nothing was submitted to ${file}: ${why}`);
  }
  const again = `The record is kept: "joulemark submit ${record.id} ${file}" asks again.`;
  await askForLines(entries, file, signer?.publicKey ?? null, yes, context, again);
  const { appended, alreadyThere } = await appendLines(file, entries);
  const before = alreadyThere === 0 ? '' : `; ${counted(alreadyThere, 'line')} there already`;
  return [
    `Submitted ${counted(appended, 'line')} to ${file}${before}.`,
    ...refused.map(({ label, reason }) => `Not submitted: ${label}: ${reason}.`),
  ];
}
