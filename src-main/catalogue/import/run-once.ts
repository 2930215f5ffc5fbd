/** Whether a model runs on its first input, and on which made one it does. */
import { Fault, type FaultCode } from '#core/errors.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import { runFeeds } from '#inference/run-feeds.ts';
import { seededFeeds } from '../feeds/seeded.ts';
import type { ModelFile } from '../model-file.ts';
import { WHOLE_LIMITS, withWholeLimit, type GuessedInput } from './guess-values.ts';

export interface TrialModel {
  readonly file: ModelFile;
  readonly launch: WorkerLauncher;
}

/** The outputs for one feed. Rejects with the worker's `Fault`, which quotes ONNX Runtime and so names the node. */
export async function runOnce({ file, launch }: TrialModel, feeds: TensorMap): Promise<TensorMap> {
  const [outputs = {}] = await runFeeds(file, [feeds], launch);
  return outputs;
}

export interface FoundValues {
  readonly inputs: readonly GuessedInput[];
  readonly feeds: TensorMap;
  readonly outputs: TensorMap;
}

/** What a whole number that is too large for its use can lead to: a wrong index, or a size that nobody has. */
const VALUES_MAY_HELP: ReadonlySet<FaultCode> = new Set(['inference-failed', 'out-of-memory', 'worker-died']);

/**
 * The first limit for whole numbers of unknown use on which the model runs, and its outputs there. Rejects with the fault
 * of the last try, in which they were all 0.
 */
export async function findValues(
  model: TrialModel,
  guesses: readonly GuessedInput[],
  seed: number,
): Promise<FoundValues> {
  const limits = guesses.some(({ isTentative }) => isTentative) ? WHOLE_LIMITS : WHOLE_LIMITS.slice(0, 1);
  let last: unknown = null;
  for (const limit of limits) {
    const inputs = withWholeLimit(guesses, limit);
    try {
      const [feeds = {}] = seededFeeds(inputs, 1, seed);
      return { inputs, feeds, outputs: await runOnce(model, feeds) };
    } catch (error) {
      const mayHelp = error instanceof Fault && VALUES_MAY_HELP.has(error.code);
      if (!mayHelp) throw error;
      last = error;
    }
  }
  throw last;
}
