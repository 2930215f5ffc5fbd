/** Runs a model on feeds, in a worker of its own. */
import { Fault } from '#core/errors.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { WorkerLauncher } from '#core/worker-channel.ts';
import { createClient } from './worker/client.ts';

export interface RunnableFile {
  readonly path: string;
  readonly sha256: string;
  readonly dataFiles: readonly string[];
}

/**
 * The outputs for each of `feeds`. One thread, so that the order of additions, and with it the last bits, is always the
 * same. The worker is gone when this settles; it rejects with the worker's `Fault`.
 */
export async function runFeeds(
  file: RunnableFile,
  feeds: readonly TensorMap[],
  launch: WorkerLauncher,
): Promise<TensorMap[]> {
  const client = createClient(await launch());
  try {
    const session = { ...file, dataFiles: [...file.dataFiles], provider: 'cpu', threads: 1 } as const;
    await client.call('load', { ...session, feeds: {}, profileFolder: null });
    const outputs: TensorMap[] = [];
    for (const input of feeds) outputs.push(await client.call('infer', { feeds: input }));
    return outputs;
  } finally {
    await client.close(new Fault('interrupted', 'The worker was closed.'));
  }
}
