/** One session of the small model on one target, in a worker of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '#core/errors.ts';
import type { Ran } from '#core/placement.ts';
import type { StopSignal, WorkTrace } from '#core/ports.ts';
import { targetName, type Target } from '#core/providers.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import type { ModelFiles } from '../model-hash.ts';
import { createClient, type WorkerClient } from '../worker/client.ts';

/** The small model with what it is given and what it answers. */
export interface Probe {
  readonly file: ModelFiles;
  readonly feeds: TensorMap;
  readonly output: string;
  readonly answer: readonly number[];
  /** The most that an answer may differ, as a share of its largest value. */
  readonly toleranceRatio: number;
}

export interface TrialOptions {
  readonly target: Target;
  readonly probe: Probe;
  readonly launch: WorkerLauncher;
  /** Seconds after which the worker is ended, whatever it does. */
  readonly limitS: number;
  readonly signal: StopSignal;
}

export interface TrialResult {
  readonly ran: Ran;
  /** Processor time of the worker (and of what computes for it) an inference; null: it was not told. */
  readonly cpuSecondsPerInference: number | null;
}

/** One thread, so that no thread that spins for work is taken for work; there are none to spin, whatever is set. */
const SESSION = {
  threads: 1,
  spinning: true,
  arena: true,
  noFallback: false,
  memoryLimitBytes: null,
} as const;

/** Inferences follow each other for this long, so that their processor time is more than a tick of its clock. */
const LOOP_MS = 200;

/** Rejects with a `Fault`, whatever becomes of the worker; it is gone when this settles. */
export async function runTrial(options: TrialOptions): Promise<TrialResult> {
  const { target, launch, limitS, signal } = options;
  const folder = await mkdtemp(join(tmpdir(), 'joulemark-trial-'));
  const end = endOf(signal, limitS, targetName(target));
  const client = launch().then((channel) => createClient(channel));
  try {
    const work = client.then((opened) => tryOut(opened, options, folder));
    // The work that lost the race is ended below; nobody is left to hear how.
    work.catch(() => undefined);
    return await Promise.race([work, end.promise]);
  } finally {
    end.release();
    // A launch that never ends must not be waited for, but what it starts after all is ended.
    const closed = client.then((opened) => opened.close(new Fault('interrupted', 'The trial was ended.')));
    await atMost(
      closed.catch(() => undefined),
      CLOSE_MS,
    );
    await rm(folder, { recursive: true, force: true });
  }
}

const CLOSE_MS = 2000;

/** Waits for the work, but no longer than this. */
async function atMost(work: Promise<void>, limitMs: number): Promise<void> {
  const stopped = new AbortController();
  const { signal } = stopped;
  const timer = sleep(limitMs, undefined, { signal }).catch(() => undefined);
  await Promise.race([work, timer]);
  stopped.abort();
}

interface End {
  /** Rejects when the signal aborts or the time is over. */
  readonly promise: Promise<never>;
  release(): void;
}

function endOf(signal: StopSignal, limitS: number, name: string): End {
  const { promise, reject } = rejectable();
  const onAbort = (): void => {
    reject(new Fault('interrupted', `The trial of ${name} was interrupted.`));
  };
  const timer = setTimeout(() => {
    const message = `${name} did not run a small model within ${limitS} s and was ended`;
    const remedy = 'Update or restart its driver, and close programs that hold the device.';
    reject(new Fault('worker-silent', message, { remedy }));
  }, limitS * 1000);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return {
    promise,
    release() {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    },
  };
}

function rejectable(): { promise: Promise<never>; reject: (fault: Fault) => void } {
  let reject: (fault: Fault) => void = () => undefined;
  const promise = new Promise<never>((_resolve, refuse) => {
    reject = refuse;
  });
  promise.catch(() => undefined);
  return { promise, reject };
}

async function tryOut(
  client: WorkerClient,
  options: TrialOptions,
  profileFolder: string,
): Promise<TrialResult> {
  const { target, probe } = options;
  const { path, sha256, dataFiles } = probe.file;
  const { ran } = await client.call('load', {
    ...{ path, sha256, dataFiles: [...dataFiles] },
    ...target,
    ...SESSION,
    feeds: probe.feeds,
    profileFolder,
  });
  if (ran === null) throw new Fault('internal', 'the worker did not say where the nodes ran');
  expectAnswer(await client.call('infer', { feeds: probe.feeds }), probe, target);
  await client.call('start', { pace: { kind: 'back-to-back' } });
  await sleep(LOOP_MS);
  return { ran, cpuSecondsPerInference: cpuPerInference(await client.call('stop', {})) };
}

function expectAnswer(outputs: TensorMap, { output, answer, toleranceRatio }: Probe, target: Target): void {
  const found = outputs[output];
  const values = found === undefined ? [] : Array.from(found.data, Number);
  const scale = Math.max(...answer.map(Math.abs));
  const error = Math.max(...answer.map((value, index) => Math.abs((values[index] ?? NaN) - value)));
  // A value that is missing or not finite makes the error NaN, which passes no comparison.
  if (values.length === answer.length && error <= toleranceRatio * scale) return;
  const how = Number.isNaN(error) ? 'values are missing or not finite' : `off by ${percent(error / scale)}`;
  throw new Fault(
    'task-check-failed',
    `${targetName(target)} answers wrongly: ${how} for a small model whose answer is known`,
    { remedy: 'Update its driver; until then do not trust what it computes.' },
  );
}

function cpuPerInference({ startsS, cpuSeconds }: WorkTrace): number | null {
  const [first, last] = [cpuSeconds[0], cpuSeconds[cpuSeconds.length - 1]];
  if (first === undefined || last === undefined || startsS.length === 0 || last <= first) return null;
  return (last - first) / startsS.length;
}

const percent = (ratio: number): string => `${Math.round(100 * ratio)} %`;
