/** What fp32 on the CPU answers: the measure of fidelity. */
import { Fault } from '#core/errors.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import type { ModelFiles } from './model-hash.ts';
import { runFeeds } from './run-feeds.ts';

export interface ReferenceOptions {
  /** Named in faults. */
  readonly model: string;
  /** The model as shipped. */
  readonly file: ModelFiles;
  readonly feeds: readonly TensorMap[];
  readonly launch: WorkerLauncher;
}

/** As `runFeeds`; its `Fault` says that it is about the reference. */
export async function runReference({ model, file, feeds, launch }: ReferenceOptions): Promise<TensorMap[]> {
  return runFeeds(file, feeds, launch).catch((cause: unknown) => {
    if (!(cause instanceof Fault)) throw cause;
    throw new Fault(cause.code, `The fp32 reference of ${model}: ${cause.message}`, {
      cause,
      remedy: cause.remedy,
    });
  });
}
