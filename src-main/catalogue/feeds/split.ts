/** Which samples are compared with fp32, and which calibrate. */
import type { TensorMap } from '#core/tensor.ts';

export interface FeedSets {
  /** At most 32: outputs on them are compared with those of fp32. */
  readonly compared: TensorMap[];
  /** Static quantization takes its ranges from these; none of them is compared. */
  readonly calibrating: TensorMap[];
}

const MAX_COMPARED = 32;

/**
 * Spread evenly: 32 of many samples are compared, half of a few, and the others calibrate; a quantizer that is judged on
 * what it was calibrated on looks better than it is. A single sample does both, as there is no other.
 */
export function splitSamples(samples: readonly TensorMap[]): FeedSets {
  if (samples.length === 1) return { compared: [...samples], calibrating: [...samples] };
  const count = Math.min(MAX_COMPARED, Math.ceil(samples.length / 2));
  const chosen = new Set(Array.from({ length: count }, (_, i) => Math.floor((i * samples.length) / count)));
  return {
    compared: samples.filter((_, at) => chosen.has(at)),
    calibrating: samples.filter((_, at) => !chosen.has(at)),
  };
}
