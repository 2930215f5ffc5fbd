/** Weights and biases of a layer as integers, symmetric, with a scale an output channel. */

export interface QuantizedLayer {
  /** Same order as the float weights, −127 … 127. */
  readonly values: Int8Array;
  /** One a channel, > 0: weight ≈ value × scale. */
  readonly scales: Float32Array;
  /** bias ≈ value × input scale × weight scale; null: none. */
  readonly bias: Int32Array | null;
  /** input scale × weight scale, as float32: what a bias is scaled by. */
  readonly biasScales: Float32Array;
}

export interface LayerSize {
  readonly channels: number;
  /** The weights are [inputs, channels], else [channels, …]; row-major. */
  readonly channelsLast: boolean;
  /** Of the activation. */
  readonly inputScale: number;
}

const LARGEST = 127;
/** Leaves room for the products in the 32 bits that sum both. */
const LARGEST_BIAS = 2 ** 30;
/** Below it a product of two scales would lose bits, as float32's smallest normal number is 1.2e-38. */
const SMALLEST_SCALE = 2 ** -100;

/**
 * Scale of a channel: s = max|w| / 127 (symmetric, ONNX Runtime's `quantize_static` for QInt8 weights), and
 * q = round(w / s). The bias is round(b / (sₓ · s)) in int32 (ONNX, QLinearConv: "Bias must be quantized using
 * scale = x_scale * w_scale and zero_point = 0").
 *
 * Where that would not fit (weights near 0 beside a bias), s is raised until it does: the weights of such a
 * channel then take fewer levels, or none, but they hardly count. Weights and bias must be finite.
 */
export function quantizeLayer(
  weights: Float32Array,
  bias: Float32Array | null,
  { channels, channelsLast, inputScale }: LayerSize,
): QuantizedLayer {
  const each = weights.length / channels;
  const channelOf = channelsLast ? (at: number) => at % channels : (at: number) => Math.floor(at / each);
  const largest = new Float64Array(channels);
  for (let at = 0; at < weights.length; at += 1) {
    const channel = channelOf(at);
    largest[channel] = Math.max(largest[channel] ?? 0, Math.abs(weights[at] ?? NaN));
  }
  const scales = Float32Array.from(largest, (most, channel) => {
    const forBias = Math.abs(bias?.[channel] ?? 0) / (inputScale * LARGEST_BIAS);
    const needed = Math.max(most / LARGEST, forBias);
    // A channel of zeros has no scale of its own.
    return needed === 0 ? 1 : Math.max(needed, SMALLEST_SCALE / inputScale);
  });
  const biasScales = scales.map((scale) => scale * inputScale);
  const values = new Int8Array(weights.length);
  for (let at = 0; at < weights.length; at += 1) {
    const steps = Math.round((weights[at] ?? NaN) / (scales[channelOf(at)] ?? NaN));
    values[at] = Math.max(-LARGEST, Math.min(LARGEST, steps));
  }
  const quantizedBias =
    bias && Int32Array.from(bias, (value, channel) => Math.round(value / (biasScales[channel] ?? NaN)));
  return { values, scales, bias: quantizedBias, biasScales };
}
