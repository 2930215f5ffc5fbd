/**
 * What a model's activations were seen to be while it ran on inputs of its own: the measure that static
 * quantization takes its ranges from. Observed where the model runs, used where it is rewritten.
 */
import type { TensorMap } from './tensor.ts';

/** Equal bins from `low` to `high`; every finite value that was seen is in one of them. */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: Float64Array;
}

/** All that was seen of one value over all inputs. */
export interface ObservedValue {
  readonly min: number;
  readonly max: number;
  /** null: only the extremes were asked for. */
  readonly histogram: Histogram | null;
}

/** By the value's name in the graph. A value that never appeared (a branch not taken) is absent. */
export type Calibration = ReadonlyMap<string, ObservedValue>;

/** Runs a model whose outputs include `points` on each of the feeds, and says what the points were. */
export type ObserveValues = (
  model: { readonly path: string; readonly sha256: string; readonly dataFiles: readonly string[] },
  points: readonly string[],
  feeds: readonly TensorMap[],
  options: { readonly histograms: boolean },
) => Promise<Calibration>;
