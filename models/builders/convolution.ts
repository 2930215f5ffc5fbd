/**
 * Convolutional layers as PyTorch exports them for inference: batch normalisation is folded into the weights
 * and bias of the convolution before it, as `torch.onnx.export` does in evaluation mode.
 */
import type { Network, Value } from './network.ts';
import { seededValues } from './seeded.ts';

export interface ConvSpec {
  readonly from: number;
  readonly to: number;
  readonly kernel: number;
  readonly stride?: number;
  readonly groups?: number;
  /**
   * Variance of an output over the mean square of the inputs: 1 keeps it; 2 is right before a ReLU (He et
   * al. 2015). A smaller one in a residual branch keeps the sum from growing with the depth.
   */
  readonly gain: number;
}

export function conv(network: Network, path: string, input: Value, spec: ConvSpec): Value {
  const { from, to, kernel, stride = 1, groups = 1, gain } = spec;
  const fanIn = (from / groups) * kernel * kernel;
  const deviation = Math.sqrt(gain / fanIn);
  const dims = [to, from / groups, kernel, kernel];
  const weight = `${name(path)}.weight`;
  const pad = (kernel - 1) / 2;
  return network.node(
    'Conv',
    path,
    [
      input,
      network.constant(weight, dims, (count) => filters(weight, count, fanIn, deviation)),
      network.weight(`${name(path)}.bias`, [to], BIAS_DEVIATION),
    ],
    {
      dilations: [1, 1],
      group: BigInt(groups),
      kernel_shape: [kernel, kernel],
      pads: [pad, pad, pad, pad],
      strides: [stride, stride],
    },
  );
}

/** A fully connected layer on [1, from], as `nn.Linear` is exported. */
export function linear(
  network: Network,
  path: string,
  input: Value,
  { from, to, gain }: Pick<ConvSpec, 'from' | 'to' | 'gain'>,
): Value {
  const weight = `${name(path)}.weight`;
  const deviation = Math.sqrt(gain / from);
  return network.node(
    'Gemm',
    path,
    [
      input,
      network.constant(weight, [to, from], (count) => filters(weight, count, from, deviation)),
      network.weight(`${name(path)}.bias`, [to], BIAS_DEVIATION),
    ],
    { alpha: 1, beta: 1, transB: 1n },
  );
}

const BIAS_DEVIATION = 0.05;
/** Below this many inputs a filter of mean 0 would see edges only, and nothing of a smooth picture. */
const MIN_CENTRED_FAN_IN = 32;

/**
 * What comes out of a ReLU is positive, and random filters would pass little on but its mean: each filter's
 * own mean is taken out, so that an output says what is different about its input.
 */
function filters(weight: string, count: number, fanIn: number, deviation: number): Float32Array {
  const values = seededValues(weight, count, deviation);
  if (fanIn < MIN_CENTRED_FAN_IN) return values;
  for (let start = 0; start < count; start += fanIn) {
    let sum = 0;
    for (let at = start; at < start + fanIn; at += 1) sum += values[at] ?? 0;
    const mean = sum / fanIn;
    for (let at = start; at < start + fanIn; at += 1) values[at] = (values[at] ?? 0) - mean;
  }
  return values;
}

/** `/layer1/0/conv1` → `layer1.0.conv1`: the module's name in PyTorch. */
function name(path: string): string {
  return path.slice(1).replaceAll('/', '.');
}

export const relu = (network: Network, path: string, input: Value): Value =>
  network.node('Relu', path, [input]);

/** ReLU6, as `nn.ReLU6` and `nn.Hardtanh` are exported. */
export const relu6 = (network: Network, path: string, input: Value): Value =>
  network.node('Clip', path, [input, network.scalar(0), network.scalar(6)]);

/** x · sigmoid(x): there is no operator for it before opset 24. */
export const silu = (network: Network, path: string, input: Value): Value =>
  network.node('Mul', path, [input, network.node('Sigmoid', path, [input])]);

export const hardSwish = (network: Network, path: string, input: Value): Value =>
  network.node('HardSwish', path, [input]);

/** [1, C, H, W] → [1, C]. */
export function pooledFeatures(network: Network, input: Value): Value {
  const pooled = network.node('GlobalAveragePool', '/avgpool', [input]);
  return network.node('Flatten', '', [pooled], { axis: 1n });
}
