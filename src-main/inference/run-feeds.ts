/** Runs a model on feeds, in a worker of its own. */
import { Fault } from '#core/errors.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import type { ModelFiles } from './model-hash.ts';
import { PLAIN_CPU } from './plain-cpu.ts';
import { createClient } from './worker/client.ts';

/**
 * The outputs for each of `feeds`. One thread, so that the order of additions, and with it the last bits, is always the
 * same. The worker is gone when this settles; it rejects with the worker's `Fault`.
 */
export async function runFeeds(
  file: ModelFiles,
  feeds: readonly TensorMap[],
  launch: WorkerLauncher,
): Promise<TensorMap[]> {
  const client = createClient(await launch());
  try {
    const { path, sha256, dataFiles } = file;
    await client.call('load', {
      ...{ path, sha256, dataFiles: [...dataFiles] },
      ...PLAIN_CPU,
    });
    const outputs: TensorMap[] = [];
    for (const input of feeds) outputs.push(await client.call('infer', { feeds: input }));
    return outputs;
  } finally {
    await client.close(new Fault('interrupted', 'The worker was closed.'));
  }
}
