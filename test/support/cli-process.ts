/**
 * The command line as people have it, but for the worker: it is the file that JOULEMARK_TEST_WORKER names,
 * so that tests need no build of the whole program. An entry for `buildEntry`.
 */
import type { CliContext } from '#cli/context.ts';
import { nodeContext } from '#cli/node-context.ts';
import { startCli } from '#cli/start.ts';
import { forkWorker } from '#inference/worker/fork.ts';
import { openLaunchers } from '#runner/launchers.ts';

const launch = forkWorker(process.env['JOULEMARK_TEST_WORKER'] ?? '');
const context: CliContext = {
  ...nodeContext(),
  launcher: () => launch,
  openLaunchers: (places) => openLaunchers(launch, places, process.env),
};
/** JOULEMARK_TEST_STUCK: the run never ends, whoever asks it to. */
const stuck = (): Promise<never> =>
  new Promise(() => {
    process.stderr.write('stuck\n');
    setInterval(() => undefined, 1e6);
  });
await startCli(process.env['JOULEMARK_TEST_STUCK'] ? { ...context, runBenchmark: stuck } : context);
