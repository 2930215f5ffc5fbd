/** What fp32 on the CPU answers: the measure of fidelity. */
import { Fault } from '#core/errors.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { WorkerLauncher } from '#core/worker-channel.ts';
import type { ModelFiles } from './model-hash.ts';
import { createClient } from './worker/client.ts';

export interface ReferenceOptions {
  /** Named in faults. */
  readonly model: string;
  /** The model as shipped. */
  readonly file: ModelFiles;
  readonly feeds: readonly TensorMap[];
  readonly launch: WorkerLauncher;
}

/**
 * Runs the feeds once in a worker of its own, which is gone when this resolves or rejects with its
 * `Fault`. One thread, so that the order of additions, and with it the last bits, is always the same.
 */
export async function runReference({ model, file, feeds, launch }: ReferenceOptions): Promise<TensorMap[]> {
  const client = createClient(await launch());
  try {
    const { path, sha256, dataFiles } = file;
    const session = { path, sha256, dataFiles: [...dataFiles], threads: 1 };
    await client.call('load', { ...session, provider: 'cpu', feeds: {}, profileFolder: null });
    const outputs: TensorMap[] = [];
    for (const input of feeds) outputs.push(await client.call('infer', { feeds: input }));
    return outputs;
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    throw new Fault(cause.code, `The fp32 reference of ${model}: ${cause.message}`, {
      cause,
      remedy: cause.remedy,
    });
  } finally {
    await client.close(new Fault('interrupted', 'The worker was closed.'));
  }
}
