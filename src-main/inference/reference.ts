/** What fp32 on the CPU answers: the measure of fidelity. */
import { Fault } from '#core/errors.ts';
import type { Configuration } from '#core/configuration.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { WorkerLauncher } from '#core/worker-channel.ts';
import { createClient } from './worker/client.ts';
import { loadModel } from './worker/worker-workload.ts';

export interface ReferenceOptions {
  readonly model: string;
  /** The model as shipped. */
  readonly file: { readonly path: string; readonly sha256: string };
  readonly feeds: readonly TensorMap[];
  readonly launch: WorkerLauncher;
}

/**
 * Runs the feeds once in a worker of its own, which is gone when this resolves or rejects with its
 * `Fault`. One thread, so that the order of additions, and with it the last bits, is always the same.
 */
export async function runReference(options: ReferenceOptions): Promise<TensorMap[]> {
  const configuration: Configuration = {
    model: options.model,
    modelSha256: options.file.sha256,
    precision: 'fp32',
    provider: 'cpu',
    device: 'cpu',
    threads: 1,
    batch: 1,
  };
  const client = createClient(await options.launch());
  try {
    await loadModel(client, { configuration, variant: options.file, feeds: options.feeds });
    const outputs: TensorMap[] = [];
    for (const feeds of options.feeds) outputs.push(await client.call('infer', { feeds }));
    return outputs;
  } finally {
    await client.close(new Fault('interrupted', 'The worker was closed.'));
  }
}
