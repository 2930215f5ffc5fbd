/** `bench --submit`: what is checked before the run, and what is done after it. */
import { resolve } from 'node:path';
import { Fault } from '#core/errors.ts';
import type { RunRecord } from '#core/record/schema.ts';
import type { Places } from '#runner/places.ts';
import { checkLeaderboardTarget } from '#store/leaderboard/target.ts';
import { checkConsent } from '../consent.ts';
import type { CliContext } from '../context.ts';
import { note } from '../output.ts';
import { openSigner } from '../signing.ts';
import { submitRecord, type SubmitHow } from '../submit-lines.ts';
import type { BenchOptions } from './request.ts';

export interface PreparedSubmission extends SubmitHow {
  /** The leaderboard's file. */
  readonly board: string;
}

/**
 * null: nothing is to be submitted. Throws a `Fault` before the run, not after it: nobody should lose an hour to
 * a question that cannot be asked, a file that cannot be written or a broken key.
 */
export async function prepareSubmission(
  options: BenchOptions,
  places: Places,
  context: CliContext,
): Promise<PreparedSubmission | null> {
  const { submit, yes = false, unsigned = false } = options;
  if (submit === undefined) {
    if (!yes && !unsigned) return null;
    throw new Fault(
      'wrong-usage',
      `${yes ? '--yes' : '--unsigned'} says how to --submit, which is not given`,
    );
  }
  checkConsent(yes, context);
  const board = resolve(context.cwd, submit);
  await checkLeaderboardTarget(board);
  return { board, yes, places, signer: await openSigner(unsigned, context) };
}

/** Throws as `submitRecord` does; of a run that was interrupted nothing is submitted. */
export async function submitAfter(
  record: RunRecord,
  { board, ...how }: PreparedSubmission,
  context: CliContext,
): Promise<void> {
  const said =
    record.state === 'interrupted'
      ? [`Not submitted, as the run was interrupted: joulemark submit ${record.id} ${board}`]
      : await submitRecord(record, board, how, context);
  for (const line of said) await note(context.stderr, line);
}
