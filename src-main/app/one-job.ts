/** A process of its own for one job, ended with the job's answer. */
import { Fault } from '#core/errors.ts';
import type { StartBench } from './bench.ts';
import type { BenchJob, JobMessage } from './bench-messages.ts';

type Answer<K extends JobMessage['kind']> = Extract<JobMessage, { kind: K }>;

/**
 * `kind`: of the answer. Rejects with the `Fault` that the job ends with, with `deathOf` why its process ended, or with
 * `interrupted` when the signal aborts; the process has ended then.
 */
export function oneJob<K extends JobMessage['kind']>(
  startBench: StartBench,
  job: BenchJob,
  kind: K,
  deathOf: (reason: string) => Fault,
  signal: AbortSignal | null = null,
): Promise<Answer<K>> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(stopped());
      return;
    }
    const bench = startBench(job, {
      onMessage: (message) => {
        if (message.kind === kind) resolve(message as Answer<K>);
        if (message.kind === 'failed') reject(Fault.fromWire(message.fault));
        bench.kill();
      },
      onExit: (reason) => reject(signal?.aborted === true ? stopped() : deathOf(reason)),
    });
    signal?.addEventListener('abort', () => bench.kill(), { once: true });
  });
}

const stopped = (): Fault => new Fault('interrupted', 'It was stopped before it was done.');
