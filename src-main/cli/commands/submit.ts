/** `joulemark submit RECORD FILE` */
import { resolve } from 'node:path';
import { submissionsOf } from '#core/leaderboard/submission.ts';
import { privateNames } from '#runner/private-names.ts';
import { findRecord, loadRecord } from '#store/history.ts';
import { checkLeaderboardTarget } from '#store/leaderboard/target.ts';
import { checkConsent } from '../consent.ts';
import type { CliContext } from '../context.ts';
import { DONE, FAILED } from '../exit-code.ts';
import { note, write } from '../output.ts';
import { openSigner } from '../signing.ts';
import { submitRecord } from '../submit-lines.ts';

export interface SubmitOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly unsigned?: boolean;
}

/** `record`: an id of the history, or the path of a record's file. */
export async function submit(
  record: string,
  file: string,
  options: SubmitOptions,
  context: CliContext,
): Promise<number> {
  const { cwd, env, stdout, stderr } = context;
  const board = resolve(cwd, file);
  const yes = options.yes === true;
  const places = context.findPlaces(env);
  if (options.dryRun !== true) checkConsent(yes, context);
  const loaded = /^[0-9a-f]{16}$/.test(record)
    ? await findRecord(places.historyDir, record)
    : await loadRecord(resolve(cwd, record));
  if (options.dryRun !== true) await checkLeaderboardTarget(board);
  const signer = await openSigner(options.unsigned === true, context);
  if (options.dryRun === true) {
    const { entries, refused } = submissionsOf(loaded, signer, privateNames(places));
    for (const { line } of entries) await write(stdout, `${line}\n`);
    for (const { label, reason } of refused) await note(stderr, `Not to be submitted: ${label}: ${reason}.`);
    return entries.length === 0 ? FAILED : DONE;
  }
  for (const line of await submitRecord(loaded, board, { signer, yes, places }, context)) {
    await note(stderr, line);
  }
  return DONE;
}
