/** Measures our worker and the bare loop (bare-loop.mjs) in the same way. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Provider } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import type { Workload } from '#core/ports.ts';
import type { TensorMap } from '#core/tensor.ts';

/** Each measurement begins with running that does not count, as each window does. */
const SETTLE_S = 0.1;

/**
 * Seconds per inference, from start to end of what begins after the settling, as a window of a benchmark
 * sees it.
 */
export async function measureWorker(worker: Workload, seconds: number): Promise<number> {
  await worker.start({ kind: 'back-to-back' });
  await sleep((SETTLE_S + seconds) * 1000);
  const { startsS, endsS } = await worker.stop();
  const settledS = (startsS[0] ?? NaN) + SETTLE_S;
  const first = startsS.findIndex((startS) => startS >= settledS);
  const [startS, endS] = [startsS[first], endsS.at(-1)];
  if (startS === undefined || endS === undefined) {
    throw new Fault('internal', 'no inference began after the settling: use longer --seconds');
  }
  return (endS - startS) / (startsS.length - first);
}

/** Seconds per inference of the bare loop, which must have been told its model. */
export async function measureBare(bare: ChildProcess, seconds: number): Promise<number> {
  const answer = await ask(bare, { settleS: SETTLE_S, seconds });
  return (answer as { secondsPerInference: number }).secondsPerInference;
}

/** `env` is added to our environment. */
export function startBareLoop(packageRoot: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  return fork(join(packageRoot, 'benchmarks/bare-loop.mjs'), [], {
    serialization: 'advanced',
    execArgv: [],
    env: { ...process.env, ...env },
  });
}

type Question =
  | { settleS: number; seconds: number }
  | { path: string; provider: Provider; threads: number; feeds: TensorMap };

export function ask(bare: ChildProcess, question: Question): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (): void => reject(new Fault('worker-died', 'The bare loop ended; its error is above.'));
    bare.once('exit', onExit);
    bare.once('message', (answer) => {
      bare.off('exit', onExit);
      resolve(answer);
    });
    bare.send(question);
  });
}
