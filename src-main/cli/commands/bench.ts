/** `joulemark bench` */
import { existsSync } from 'node:fs';
import type { RunRecord } from '#core/record/schema.ts';
import { runText } from '#report/run-report.ts';
import type { Places } from '#runner/places.ts';
import { recordPath } from '#store/history.ts';
import { checkOutputs, outputsOf, writeOutputs } from '../bench/outputs.ts';
import { progressBar } from '../bench/progress-bar.ts';
import { progressLines } from '../bench/progress-lines.ts';
import { requestOf, type BenchOptions } from '../bench/request.ts';
import { runListener } from '../bench/run-listener.ts';
import { prepareSubmission, submitAfter } from '../bench/submission.ts';
import type { CliContext } from '../context.ts';
import { DONE, exitCodeOf, FAILED, INTERRUPTED } from '../exit-code.ts';
import { placesFor } from '../meter-options.ts';
import { note, widthFor, write } from '../output.ts';
import { reportFault } from '../report-fault.ts';

/** Checks everything that can be checked before the minutes that a run takes. Returns the exit code. */
export async function bench(options: BenchOptions, context: CliContext): Promise<number> {
  const { stdout, stderr, cwd } = context;
  const request = requestOf(options);
  const outputs = outputsOf(options, cwd);
  const places = placesFor(options, context);
  await checkOutputs(outputs);
  const submission = await prepareSubmission(options, places, context);

  await sayAdvice(places, context);
  const record = await runWithProgress(request, places, context);

  const failures = await writeOutputs(record, outputs, stdout);
  if (outputs.toStdout === null) await write(stdout, runText(record, widthFor(stdout)));
  await sayWhere(record, places, context);
  if (submission !== null) {
    try {
      await submitAfter(record, submission, context);
    } catch (error) {
      failures.push(error);
    }
  }
  for (const failure of failures) await reportFault(failure, stderr);
  return exitCode(record, failures);
}

async function runWithProgress(
  request: ReturnType<typeof requestOf>,
  places: Places,
  context: CliContext,
): Promise<RunRecord> {
  const { stderr } = context;
  const view = stderr.isTTY === true ? progressBar(stderr) : progressLines(stderr);
  const controller = new AbortController();
  const release = context.onInterrupt(
    () => {
      view.say('Stopping; the finished rounds are kept. Press Ctrl-C again to leave at once.');
      controller.abort();
    },
    () => view.end(),
  );
  const { launchers, close } = context.openLaunchers(places);
  let latest: RunRecord | null = null;
  try {
    return await context.runBenchmark({
      request,
      places,
      launchers,
      electron: null,
      screen: null,
      listener: runListener(view, (record) => (latest = record)),
      signal: controller.signal,
    });
  } catch (error) {
    view.end();
    if (latest !== null) await sayWhere(latest, places, context);
    throw error;
  } finally {
    view.end();
    await close();
    release();
  }
}

/** Said before the minutes that a run takes; it runs all the same. */
async function sayAdvice(places: Places, { stderr, lookForAdvice }: CliContext): Promise<void> {
  const { advice } = await lookForAdvice(places);
  for (const { sentence, remedy } of advice) await note(stderr, `Note: ${sentence} ${remedy}`);
}

/** The record lies in the history whatever else happens, unless its disk was full, which was said then. */
async function sayWhere(record: RunRecord, places: Places, { stderr }: CliContext): Promise<void> {
  const path = recordPath(places.historyDir, record);
  if (existsSync(path)) await note(stderr, `Record: ${path}`);
}

function exitCode(record: RunRecord, failures: readonly unknown[]): number {
  if (record.state === 'interrupted') return INTERRUPTED;
  if (failures.length > 0) return Math.max(...failures.map(exitCodeOf));
  return record.rows.every((row) => row.verdict === 'failed') ? FAILED : DONE;
}
