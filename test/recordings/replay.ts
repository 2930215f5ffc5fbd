/** Replays recordings of real meters through the meters' parsers. */
import { Checks } from './checks.ts';
import { findRecordings, type Adapter, type Recording } from './recording.ts';

/** Tables that hold readings: one that no adapter looked at is a reading that was not given. */
const READINGS = /^(readings|not_available|states|cards|gpus|rails|files|samples|total_.*|must_report_W)$/;

const modules = import.meta.glob<{ readonly adapter: Adapter }>('./adapters/*.ts', { eager: true });
const adapters = Object.values(modules).map(({ adapter }) => adapter);

/**
 * All recordings below the folders: a line for each and `N passed, N failed` at the end.
 * @returns the exit code: 1 where one failed or there was none
 */
export async function replayAll(folders: readonly string[], print: (line: string) => void): Promise<number> {
  const recordings = folders.flatMap(findRecordings);
  let failed = 0;
  for (const recording of recordings) {
    const { problems, line } = await replay(recording);
    if (problems.length > 0) failed += 1;
    print(line);
    for (const problem of problems) print(`     ${problem}`);
  }
  print(`${recordings.length - failed} passed, ${failed} failed`);
  return failed === 0 && recordings.length > 0 ? 0 : 1;
}

async function replay(recording: Recording): Promise<{ problems: readonly string[]; line: string }> {
  const checks = new Checks(recording.expected);
  const adapter = adapters.find(({ kinds }) => kinds.test(recording.kind));
  if (adapter === undefined) checks.fail(`no adapter for the kind ${recording.kind}`);
  else await replayWith(adapter, recording, checks);
  const untaken = adapter === undefined ? [] : checks.untaken;
  for (const key of untaken.filter((name) => READINGS.test(name)))
    checks.fail(`${key}: nothing was compared`);
  if (checks.compared === 0) checks.fail('nothing was compared');
  const rest = untaken.filter((name) => !READINGS.test(name));
  const aside = rest.length === 0 ? '' : ` (not compared: ${rest.join(', ')})`;
  const verdict = checks.problems.length === 0 ? 'ok  ' : 'FAIL';
  return {
    problems: checks.problems,
    line: `${verdict} ${recording.title}: ${checks.compared} compared${aside}`,
  };
}

async function replayWith(adapter: Adapter, recording: Recording, checks: Checks): Promise<void> {
  try {
    await adapter.replay(recording, checks);
  } catch (error) {
    checks.fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}
