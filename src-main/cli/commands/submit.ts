/** `joulemark submit RECORD FILE` */
import { resolve } from 'node:path';
import { submissionsOf } from '#core/leaderboard/submission.ts';
import { findRecord, loadRecord } from '#store/history.ts';
import type { CliContext } from '../context.ts';
import { DONE, FAILED } from '../exit-code.ts';
import { note, write } from '../output.ts';
import { submitRecord } from '../submit-lines.ts';

/** `record`: an id of the history, or the path of a record's file. */
export async function submit(
  record: string,
  file: string,
  options: { readonly dryRun?: boolean },
  context: CliContext,
): Promise<number> {
  const { cwd, env, stdout, stderr } = context;
  const loaded = /^[0-9a-f]{16}$/.test(record)
    ? await findRecord(context.findPlaces(env).historyDir, record)
    : await loadRecord(resolve(cwd, record));
  if (options.dryRun === true) {
    const { entries, refused } = submissionsOf(loaded);
    for (const { line } of entries) await write(stdout, `${line}\n`);
    for (const { label, reason } of refused) await note(stderr, `Not to be submitted: ${label}: ${reason}.`);
    return entries.length === 0 ? FAILED : DONE;
  }
  for (const line of await submitRecord(loaded, resolve(cwd, file))) await note(stderr, line);
  return DONE;
}
