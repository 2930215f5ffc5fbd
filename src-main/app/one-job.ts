/** A process of its own for one job, ended with the job's answer. */
import { Fault } from '#core/errors.ts';
import type { StartBench } from './bench.ts';
import type { BenchJob, JobMessage } from './bench-messages.ts';

type Answer<K extends JobMessage['kind']> = Extract<JobMessage, { kind: K }>;

export interface Following {
  /** Told what is being done now. */
  readonly onStep?: (text: string) => void;
  /** Ends the process at once, and rejects with its reason when the process has ended. */
  readonly signal?: AbortSignal;
}

/** `kind`: of the answer. Rejects with the `Fault` that the job ends with, or with `deathOf` why its process ended. */
export function oneJob<K extends JobMessage['kind']>(
  startBench: StartBench,
  job: BenchJob,
  kind: K,
  deathOf: (reason: string) => Fault,
  { onStep, signal }: Following = {},
): Promise<Answer<K>> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason as Error);
      return;
    }
    const bench = startBench(job, {
      onMessage: (message) => {
        if (message.kind === 'step') {
          onStep?.(message.text);
          return;
        }
        if (message.kind === kind) resolve(message as Answer<K>);
        if (message.kind === 'failed') reject(Fault.fromWire(message.fault));
        bench.kill();
      },
      onExit: (reason) => reject(signal?.aborted === true ? (signal.reason as Error) : deathOf(reason)),
    });
    signal?.addEventListener('abort', () => bench.kill(), { once: true });
  });
}
