/** A configuration that runs in a worker process of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Configuration } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import { compareOutputs, judgeFidelity, unknownAgreement } from '#core/fidelity.ts';
import type { Ran } from '#core/placement.ts';
import type { PreparedWorkload, StopSignal, Workload } from '#core/ports.ts';
import type { Fidelity, FidelityBounds, Work } from '#core/record/schema.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import type { ModelFiles } from '../model-hash.ts';
import { createClient, type WorkerClient } from './client.ts';

export interface WorkloadOptions {
  readonly configuration: Configuration;
  readonly work: Work;
  /** What a reduced precision must keep; null: nothing is asked. */
  readonly bounds: FidelityBounds | null;
  /** The model to run. */
  readonly variant: ModelFiles;
  /** Compared with the reference; the first is what the windows run. */
  readonly feeds: readonly TensorMap[];
  /** The output that holds class scores, or null; as the model's definition says. */
  readonly classOutput: string | null;
  /** Outputs of fp32 on the CPU for the same feeds, asked for once; null when there is no reference. */
  readonly reference: () => Promise<readonly TensorMap[] | null>;
  /** The model's own task; null: none is known. */
  readonly check:
    | ((
        run: (feeds: TensorMap) => Promise<TensorMap>,
      ) => Promise<{ readonly passed: boolean; readonly detail: string }>)
    | null;
  readonly launch: WorkerLauncher;
  readonly limits: WorkerLimits;
}

/** What a worker may not do. */
export interface WorkerLimits {
  /** Let nodes run on another provider than the chosen one. */
  readonly noFallback: boolean;
  /** Use more memory than this; null: no limit. */
  readonly memoryLimitBytes: number | null;
}

export const NO_LIMITS: WorkerLimits = { noFallback: false, memoryLimitBytes: null };

export function createWorkload(options: WorkloadOptions): Workload {
  let launched: Promise<WorkerClient> | null = null;
  const worker = (): Promise<WorkerClient> =>
    launched ?? Promise.reject(new Fault('internal', 'the workload was used before it was prepared'));
  return {
    configuration: options.configuration,
    work: options.work,
    async prepare(signal) {
      launched ??= options.launch().then((channel) => createClient(channel));
      const client = await launched;
      try {
        return await unlessAborted(signal, prepare(client, options));
      } catch (error) {
        // What failed to prepare is of no use: later calls reject with the same fault.
        await client.close(error instanceof Fault ? error : new Fault('internal', String(error)));
        throw error;
      }
    },
    async start(pace) {
      await (await worker()).call('start', { pace });
    },
    stop: async () => (await worker()).call('stop', {}),
    cpuSeconds: async () => (await worker()).call('cpu', {}),
    async close() {
      // A worker that was never started has nothing to end, and whoever started it has the reason.
      const client = await launched?.catch(() => null);
      await client?.close(new Fault('interrupted', 'The worker was closed.'));
    },
  };
}

/** Rejects with `interrupted` as soon as the signal aborts, whatever the work waits for. */
async function unlessAborted<T>(signal: StopSignal, work: Promise<T>): Promise<T> {
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => {
      reject(new Fault('interrupted', 'Preparing was interrupted.'));
    };
  });
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([work, aborted]).finally(() => {
    signal.removeEventListener('abort', onAbort);
  });
}

async function prepare(client: WorkerClient, options: WorkloadOptions): Promise<PreparedWorkload> {
  const ran = await loadModel(client, options);
  const outputs: TensorMap[] = [];
  for (const feeds of options.feeds) outputs.push(await client.call('infer', { feeds }));
  const reference = await options.reference();
  const agreement = reference
    ? compareOutputs(reference, outputs, options.classOutput)
    : unknownAgreement(outputs.length);
  const task = (await options.check?.((feeds) => client.call('infer', { feeds }))) ?? null;
  refuseBrokenModel(options.configuration, task);
  const fidelity = judgeFidelity(agreement, task, options.bounds);
  return { ran, fidelity, variantSha256: options.variant.sha256 };
}

/** Loads the variant and tells where it ran. The profile is deleted here even if the worker dies over it. */
async function loadModel(
  client: WorkerClient,
  { configuration, variant, limits, feeds: [feeds] }: WorkloadOptions,
): Promise<Ran> {
  const { precision, provider, unit, threads, spinning, arena, batch } = configuration;
  if (batch !== 1) throw new Fault('wrong-usage', `Batch ${batch} cannot be run yet; only 1 can.`);
  if (!feeds) throw new Fault('internal', 'a workload needs at least one input');
  const profileFolder = await mkdtemp(join(tmpdir(), 'joulemark-profile-'));
  try {
    const { path, sha256, dataFiles } = variant;
    const file = { path, sha256, dataFiles: [...dataFiles] };
    const halfFloats = precision === 'fp16';
    const session = { provider, unit, threads, spinning, arena, halfFloats, ...limits };
    const { ran } = await client.call('load', { ...file, ...session, feeds, profileFolder });
    if (!ran) throw new Fault('internal', 'the worker did not say where the nodes ran');
    return ran;
  } finally {
    await rm(profileFolder, { recursive: true, force: true });
  }
}

/** At a reduced precision a failed task is a finding, and stands in the row; at fp32 the model is broken. */
function refuseBrokenModel({ model, precision }: Configuration, task: Fidelity['task']): void {
  if (task === null || task.passed || precision !== 'fp32') return;
  throw new Fault('task-check-failed', `${model} at fp32 failed its own task: ${task.detail}`);
}
