/** 8-bit quantization of weights, with a scale and a zero point an output channel. */

const INT8_MIN = -128;
const INT8_MAX = 127;

export interface QuantizedWeights {
  /** Same order as the float weights. */
  readonly values: Int8Array;
  /** One a channel, > 0: weight ≈ (value − zeroPoint) × scale. */
  readonly scales: Float32Array;
  readonly zeroPoints: Int8Array;
}

export interface WeightLayout {
  readonly channels: number;
  /** The weights are [elements, channels], else [channels, elements]; row-major. */
  readonly channelsLast: boolean;
  /** The same range on both sides of 0, so that every zero point is 0. */
  readonly symmetric: boolean;
}

/**
 * s = (max − min) / 255, z = round(−128 − min / s), q = round(w / s) + z, over the channel's weights and 0
 * (ONNX's DynamicQuantizeLinear, for a signed type); symmetric: s = max|w| / 127, z = 0. A channel of
 * zeros has the scale 1.
 *
 * Returns null where a weight is NaN or infinite: no scale fits it.
 */
export function quantizeWeights(weights: Float32Array, layout: WeightLayout): QuantizedWeights | null {
  const { channels, channelsLast } = layout;
  const elements = weights.length / channels;
  const channelOf = channelsLast ? (at: number) => at % channels : (at: number) => Math.floor(at / elements);
  const low = new Float64Array(channels);
  const high = new Float64Array(channels);
  for (let at = 0; at < weights.length; at++) {
    const weight = weights[at] ?? NaN;
    if (!Number.isFinite(weight)) return null;
    const channel = channelOf(at);
    if (weight < (low[channel] ?? 0)) low[channel] = weight;
    if (weight > (high[channel] ?? 0)) high[channel] = weight;
  }
  const { scales, zeroPoints } = layout.symmetric ? symmetricRange(low, high) : fullRange(low, high);
  const values = new Int8Array(weights.length);
  for (let at = 0; at < weights.length; at++) {
    const channel = channelOf(at);
    const steps = Math.round((weights[at] ?? 0) / (scales[channel] ?? 1));
    values[at] = Math.max(INT8_MIN, Math.min(INT8_MAX, steps + (zeroPoints[channel] ?? 0)));
  }
  return { values, scales, zeroPoints };
}

type Range = Pick<QuantizedWeights, 'scales' | 'zeroPoints'>;

function symmetricRange(low: Float64Array, high: Float64Array): Range {
  const scales = Float32Array.from(low, (least, channel) =>
    scaleOf(Math.max(-least, high[channel] ?? 0) / INT8_MAX),
  );
  return { scales, zeroPoints: new Int8Array(low.length) };
}

function fullRange(low: Float64Array, high: Float64Array): Range {
  const steps = INT8_MAX - INT8_MIN;
  const scales = Float32Array.from(low, (least, channel) => scaleOf(((high[channel] ?? 0) - least) / steps));
  const zeroPoints = Int8Array.from(low, (least, channel) =>
    Math.round(INT8_MIN - least / (scales[channel] ?? 1)),
  );
  return { scales, zeroPoints };
}

/** As a float32 that is not 0: weights so small that it would be are zero for every purpose. */
function scaleOf(step: number): number {
  return Math.fround(step) || 1;
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

/**
 * The same numbers, zero points included, counted from −128: q_u − z_u = q − z. For kernels that take unsigned
 * weights only, and for processors on which only those are exact.
 */
export function asUnsigned(values: Int8Array): Uint8Array {
  return Uint8Array.from(values, (value) => value + UNSIGNED_ZERO_POINT);
}
