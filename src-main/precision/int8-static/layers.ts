/** Nodes that multiply by constant weights, described without ONNX's many spellings. */
import { Fault } from '#core/errors.ts';
import { floatConstant } from '../int8/float-weights.ts';
import { floatOf, intOf } from '../onnx/attributes.ts';
import type { NodeProto } from '../onnx/messages.ts';
import type { Scope } from '../onnx/scope.ts';
import { dimsOf, elementCount, floatsOf } from '../onnx/tensors.ts';

export interface StaticLayer {
  readonly kind: 'Conv' | 'MatMul' | 'Gemm';
  readonly node: NodeProto;
  /** The value that is multiplied. */
  readonly activation: string;
  /** As the integer operator takes them: Conv as they are, matrices as [inputs, outputs]. */
  readonly dims: readonly number[];
  readonly channels: number;
  /** Of a convolution; 1 otherwise. */
  readonly groups: number;
  /** The axis of `dims` that a scale goes with. */
  readonly channelAxis: 0 | 1;
  /** What the weights are named after. */
  readonly weightName: string;
  /** The weights in the order of `dims`; read when they are needed, since they may be large. */
  weights(): Float32Array;
  /** One an output channel; null: none. */
  readonly bias: Float32Array | null;
}

/** A layer, or in words why the node stays in float. */
export type Reading = { readonly layer: StaticLayer } | { readonly why: string };

/** Operators with weights that have no integer form in ONNX Runtime's QDQ. */
const NO_INTEGER_FORM: readonly string[] = ['ConvTranspose', 'LSTM', 'GRU', 'RNN'];

/** Null for a node without weights: nothing to say about it. */
export function readLayer(node: NodeProto, scope: Scope): Reading | null {
  if (NO_INTEGER_FORM.includes(node.opType)) {
    return { why: 'ONNX Runtime has no integer kernel that QuantizeLinear and DequantizeLinear become' };
  }
  if (node.opType === 'Conv') return readConv(node, scope);
  if (node.opType === 'MatMul') return readMatMul(node, scope);
  if (node.opType === 'Gemm') return readGemm(node, scope);
  return null;
}

function readConv(node: NodeProto, scope: Scope): Reading {
  const weight = floatWeight(node, scope);
  if ('why' in weight) return weight;
  if (weight.transposed) return { why: 'its weights pass through a Transpose' };
  const { dims } = weight;
  if (dims.length < 3) return { why: `its weights have ${dims.length} dimensions` };
  const [channels = 0] = dims;
  const bias = readBias(node.input[2] ?? '', channels, 1, scope);
  if (bias !== null && 'why' in bias) return bias;
  return {
    layer: {
      kind: 'Conv',
      node,
      activation: weight.activation,
      dims,
      channels,
      groups: intOf(node, 'group', 1),
      channelAxis: 0,
      weightName: weight.name,
      weights: weight.read,
      bias,
    },
  };
}

function readMatMul(node: NodeProto, scope: Scope): Reading {
  const weight = floatWeight(node, scope);
  return 'why' in weight ? weight : matrix('MatMul', node, weight, weight.transposed, 1, null);
}

/** alpha and beta go into the weights and the bias, A' is not: it would have to be transposed as integers. */
function readGemm(node: NodeProto, scope: Scope): Reading {
  if (intOf(node, 'transA', 0) !== 0) return { why: 'its activation is transposed' };
  const weight = floatWeight(node, scope);
  if ('why' in weight) return weight;
  const outputsFirst = (intOf(node, 'transB', 0) !== 0) !== weight.transposed;
  const outputs = weight.dims[outputsFirst ? 0 : 1] ?? 0;
  const bias = readBias(node.input[2] ?? '', outputs, floatOf(node, 'beta', 1), scope);
  if (bias !== null && 'why' in bias) return bias;
  return matrix('Gemm', node, weight, outputsFirst, floatOf(node, 'alpha', 1), bias);
}

function matrix(
  kind: 'MatMul' | 'Gemm',
  node: NodeProto,
  weight: FloatWeight,
  outputsFirst: boolean,
  gain: number,
  bias: Float32Array | null,
): Reading {
  const [first = 0, second = 0] = weight.dims;
  if (weight.dims.length !== 2) return { why: `its weights have ${weight.dims.length} dimensions, not 2` };
  const [inputs, outputs] = outputsFirst ? [second, first] : [first, second];
  const weights = (): Float32Array => {
    const values = outputsFirst ? transposed(weight.read(), outputs, inputs) : weight.read();
    return gain === 1 ? values : values.map((value) => value * gain);
  };
  return {
    layer: {
      kind,
      node,
      activation: weight.activation,
      dims: [inputs, outputs],
      channels: outputs,
      groups: 1,
      channelAxis: 1,
      weightName: weight.name,
      weights,
      bias,
    },
  };
}

interface FloatWeight {
  readonly activation: string;
  readonly name: string;
  readonly dims: readonly number[];
  readonly transposed: boolean;
  read(): Float32Array;
}

function floatWeight(node: NodeProto, scope: Scope): FloatWeight | { readonly why: string } {
  const [activation = ''] = node.input;
  const weight = floatConstant(node, scope);
  if ('why' in weight) return weight;
  const { tensor, transposed: isTransposed } = weight.constant;
  const dims = dimsOf(tensor);
  if (elementCount(dims) === 0) return { why: 'its weights are empty' };
  const read = (): Float32Array => {
    const values = floatsOf(tensor);
    if (values !== null) return values;
    throw new Fault('precision-not-applicable', `the tensor "${tensor.name}" lies in another file`);
  };
  return { activation, name: tensor.name || 'weight', dims, transposed: isTransposed, read };
}

/** The bias times `gain` as one value a channel: of shape [channels], [1, channels] or a single value. */
function readBias(
  name: string,
  channels: number,
  gain: number,
  scope: Scope,
): Float32Array | null | { readonly why: string } {
  if (name === '') return null;
  const constant = scope.constant(name);
  const values = constant && !constant.transposed ? floatsOf(constant.tensor) : null;
  if (constant === null || values === null) return { why: 'its bias is not a float32 constant' };
  const dims = dimsOf(constant.tensor);
  if (values.length === 1) return new Float32Array(channels).fill((values[0] ?? NaN) * gain);
  const isRow = values.length === channels && dims.at(-1) === channels;
  return isRow ? values.map((value) => value * gain) : { why: `its bias has the shape [${dims.join(', ')}]` };
}

/** [rows, columns] → [columns, rows]. */
function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      turned[column * rows + row] = values[row * columns + column] ?? NaN;
    }
  }
  return turned;
}
