/**
 * What follows a convolution and only scales and shifts each channel: BatchNormalization, and Mul and Add
 * of constants. Integer convolutions end in such a step anyway, and so these cost nothing once they are
 * absorbed by it. (In float, ONNX Runtime folds them into the weights when it loads the model.)
 */
import { floatOf, intOf } from '../onnx/attributes.ts';
import type { NodeProto } from '../onnx/messages.ts';
import { isStandard } from '../onnx/messages.ts';
import type { Scope } from '../onnx/scope.ts';
import { dimsOf, floatsOf } from '../onnx/tensors.ts';

/** y = gain × x + offset, one of each a channel. */
export interface AffineTail {
  readonly gain: Float64Array;
  readonly offset: Float64Array;
  /** The nodes that this stands for, in order. */
  readonly nodes: readonly NodeProto[];
  /** The value that the last of them makes. */
  readonly output: string;
}

interface Step {
  readonly gain: ArrayLike<number>;
  readonly offset: ArrayLike<number>;
}

/** The longest such chain behind the value `from` of shape [N, channels, …] with `rank` dimensions. */
export function affineTail(from: string, channels: number, rank: number, scope: Scope): AffineTail {
  const gain = new Float64Array(channels).fill(1);
  const offset = new Float64Array(channels);
  const nodes: NodeProto[] = [];
  let output = from;
  for (;;) {
    const node = scope.onlyConsumer(output);
    const step = node && isStandard(node) ? stepOf(node, output, channels, rank, scope) : null;
    const next = node?.output[0];
    if (node === null || step === null || next === undefined) return { gain, offset, nodes, output };
    for (let channel = 0; channel < channels; channel++) {
      const stepGain = step.gain[channel] ?? NaN;
      gain[channel] = (gain[channel] ?? NaN) * stepGain;
      offset[channel] = (offset[channel] ?? NaN) * stepGain + (step.offset[channel] ?? NaN);
    }
    nodes.push(node);
    output = next;
  }
}

function stepOf(node: NodeProto, from: string, channels: number, rank: number, scope: Scope): Step | null {
  if (node.opType === 'BatchNormalization') return batchNormalization(node, from, channels, scope);
  if (node.opType !== 'Mul' && node.opType !== 'Add') return null;
  const other = node.input[0] === from ? node.input[1] : node.input[0];
  const values = perChannel(other ?? '', channels, rank, scope);
  if (values === null) return null;
  return node.opType === 'Mul'
    ? { gain: values, offset: new Float64Array(channels) }
    : { gain: new Float64Array(channels).fill(1), offset: values };
}

/** y = scale × (x − mean) / √(variance + epsilon) + bias: the operator's definition for inference. */
function batchNormalization(node: NodeProto, from: string, channels: number, scope: Scope): Step | null {
  const extraOutputs = node.output.slice(1).some((name) => name !== '');
  if (node.input[0] !== from || intOf(node, 'training_mode', 0) !== 0 || extraOutputs) return null;
  const epsilon = floatOf(node, 'epsilon', 1e-5);
  const [scale, bias, mean, variance] = node.input.slice(1).map((name) => floats(name, scope));
  if (!scale || !bias || !mean || !variance) return null;
  if ([scale, bias, mean, variance].some(({ length }) => length !== channels)) return null;
  const gain = Float64Array.from(
    scale,
    (each, channel) => each / Math.sqrt((variance[channel] ?? NaN) + epsilon),
  );
  const offset = gain.map((each, channel) => (bias[channel] ?? NaN) - (mean[channel] ?? NaN) * each);
  return gain.every(Number.isFinite) && offset.every(Number.isFinite) ? { gain, offset } : null;
}

/** The constant as one value a channel, where it broadcasts so: [], [1], [channels, 1…] or [1, channels, 1…]. */
function perChannel(name: string, channels: number, rank: number, scope: Scope): Float64Array | null {
  const constant = scope.constant(name);
  const values = floats(name, scope);
  if (constant === null || values === null || !values.every(Number.isFinite)) return null;
  const dims = dimsOf(constant.tensor);
  if (dims.length > rank) return null;
  if (values.length === 1) return new Float64Array(channels).fill(values[0] ?? NaN);
  // Broadcasting aligns the last dimensions: the channel's is the second of `rank`.
  const channelAt = dims.length - rank + 1;
  const alone = dims.every((size, at) => size === (at === channelAt ? channels : 1));
  return alone ? Float64Array.from(values) : null;
}

function floats(name: string, scope: Scope): Float32Array | null {
  const constant = scope.constant(name);
  return constant === null || constant.transposed ? null : floatsOf(constant.tensor);
}
