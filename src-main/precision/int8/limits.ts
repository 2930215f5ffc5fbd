/**
 * Which layers are worth running on integers. Quantizing an activation, scaling the result back and
 * transposing cost time at each value that is read and written; the product itself is what gets cheaper.
 * The bounds are measured (README.md, "Thresholds") and hold for every model alike.
 */

/**
 * 32 KiB as float32, the first-level data cache of common cores: smaller weights stay in it at any
 * precision. Changing smaller layers too made no model faster, and text recognition 3 dB worse.
 */
export const MIN_WEIGHTS = 8192;

/** Multiplications for each value that a position reads or writes; below it, moving values dominates. */
export const MIN_REUSE = 32;

/** Patches are copied in runs of this many bytes; shorter ones cost more than the float convolution. */
export const MIN_PATCH_CHANNELS = 32;

/** A kernel of more taps (7 × 7) would need too many nodes to gather its patches. */
export const MAX_TAPS = 49;

/** More products of two 8-bit distances from a zero point could leave the range of int32. */
const MAX_SUMMED = Math.floor(2 ** 31 / (255 * 255));

interface LayerSize {
  /** Features or channels. */
  readonly inputs: number;
  readonly outputs: number;
  /** Inputs of each channel that one output sees; 1 for a matrix. */
  readonly taps: number;
}

/** Why a layer of this size stays in float; null where it is worth changing. */
export function notWorthwhile({ inputs, outputs, taps }: LayerSize): string | null {
  const weights = inputs * outputs * taps;
  if (weights < MIN_WEIGHTS) return `it has ${weights} weights; fewer than ${MIN_WEIGHTS} gain nothing`;
  if (inputs * taps > MAX_SUMMED) return `it sums ${inputs * taps} products, too many for 32 bits`;
  const reuse = weights / (inputs * taps + outputs);
  if (reuse < MIN_REUSE) {
    return `it multiplies each value ${reuse.toFixed(0)} times; below ${MIN_REUSE}, converting values costs more`;
  }
  if (taps > 1 && inputs < MIN_PATCH_CHANNELS) {
    return `its kernel of ${taps} sees ${inputs} channels; below ${MIN_PATCH_CHANNELS}, gathering patches costs more`;
  }
  return null;
}
