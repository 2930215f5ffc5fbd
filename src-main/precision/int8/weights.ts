/** 8-bit quantization of weights: symmetric, with one scale an output channel. */

/** −128 is not used, so that the range is the same on both sides and the zero point is exactly 0. */
const MAX_INT8 = 127;

export interface QuantizedWeights {
  /** Same order as the float weights. */
  readonly values: Int8Array;
  /** One a channel, > 0: weight ≈ value × scale. */
  readonly scales: Float32Array;
}

/** [channels, elements], or with `channelsLast` [elements, channels]; row-major. */
export interface WeightLayout {
  readonly channels: number;
  readonly channelsLast: boolean;
}

/**
 * q = round(w / s) with s = max|w| / 127 over the channel (Krishnamoorthi 2018, arXiv:1806.08342,
 * section 2.2). A channel of zeros has the scale 1.
 *
 * Returns null where a weight is NaN or infinite: no scale fits it.
 */
export function quantizeWeights(
  weights: Float32Array,
  { channels, channelsLast }: WeightLayout,
): QuantizedWeights | null {
  const elements = weights.length / channels;
  const channelOf = channelsLast ? (at: number) => at % channels : (at: number) => Math.floor(at / elements);
  const largest = new Float64Array(channels);
  for (let at = 0; at < weights.length; at++) {
    const magnitude = Math.abs(weights[at] ?? NaN);
    if (!Number.isFinite(magnitude)) return null;
    const channel = channelOf(at);
    if (magnitude > (largest[channel] ?? 0)) largest[channel] = magnitude;
  }
  // Weights so small that their scale is 0 as a float32 are zero for every purpose.
  const scales = Float32Array.from(largest, (magnitude) => Math.fround(magnitude / MAX_INT8) || 1);
  const values = new Int8Array(weights.length);
  for (let at = 0; at < weights.length; at++) {
    values[at] = clamp(Math.round((weights[at] ?? 0) / (scales[channelOf(at)] ?? 1)));
  }
  return { values, scales };
}

/** A scale that float32 had to round down a lot (a subnormal one) would lead beyond the range. */
function clamp(value: number): number {
  return Math.max(-MAX_INT8, Math.min(MAX_INT8, value));
}

/**
 * [outputs, inputs, taps] → [taps × inputs, outputs]: the weights of a convolution as the matrix that
 * multiplies patches whose innermost axis is the input channel. With one tap it is the transpose.
 */
export function asPatchMatrix(values: Int8Array, outputs: number, inputs: number, taps: number): Int8Array {
  const matrix = new Int8Array(values.length);
  let from = 0;
  for (let output = 0; output < outputs; output++) {
    for (let input = 0; input < inputs; input++) {
      for (let tap = 0; tap < taps; tap++) {
        matrix[(tap * inputs + input) * outputs + output] = values[from++] ?? 0;
      }
    }
  }
  return matrix;
}

/** The value that stands for 0 in unsigned weights. */
export const UNSIGNED_ZERO_POINT = 128;

/** The same numbers around `UNSIGNED_ZERO_POINT`, for kernels that take unsigned weights only. */
export function asUnsigned(values: Int8Array): Uint8Array {
  return Uint8Array.from(values, (value) => value + UNSIGNED_ZERO_POINT);
}
