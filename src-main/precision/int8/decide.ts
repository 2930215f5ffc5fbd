/** Which nodes run on integers, and why the others don't. */
import { floatOf, intOf, intsOf, stringOf } from '../onnx/attributes.ts';
import { isMicrosofts } from '../onnx/domains.ts';
import type { NodeProto } from '../onnx/messages.ts';
import { isStandard } from '../onnx/messages.ts';
import type { Scope } from '../onnx/scope.ts';
import { dimsOf, elementCount, floatsOf } from '../onnx/tensors.ts';
import { decideAttention } from './attention.ts';
import { floatConstant } from './float-weights.ts';
import type { Decision, Geometry } from './layers.ts';
import { decideLstm } from './lstm.ts';
import { notWorthwhile } from './limits.ts';

/** Operators with weights that have no integer form here. */
const NO_INTEGER_FORM: Readonly<Record<string, string>> = {
  GRU: 'ONNX Runtime has no integer form of it',
  RNN: 'ONNX Runtime has no integer form of it',
  ConvTranspose: 'ONNX has no integer form of it',
};

/** Null for a node without weights: nothing to say about it. */
export function decide(node: NodeProto, scope: Scope): Decision | null {
  if (isMicrosofts(node)) return node.opType === 'Attention' ? decideAttention(node, scope) : null;
  if (!isStandard(node)) return null;
  if (node.opType === 'LSTM') return decideLstm(node, scope);
  if (node.opType === 'MatMul') return decideMatMul(node, scope);
  if (node.opType === 'Gemm') return decideGemm(node, scope);
  if (node.opType === 'Conv') return decideConv(node, scope);
  const why = NO_INTEGER_FORM[node.opType];
  return why === undefined ? null : { why };
}

function decideMatMul(node: NodeProto, scope: Scope): Decision {
  const matrix = weightMatrix(node, scope, false);
  if ('why' in matrix) return matrix;
  return { layer: { ...matrix, kind: 'matrix', node, gain: 1, bias: null } };
}

function decideGemm(node: NodeProto, scope: Scope): Decision {
  if (intOf(node, 'transA', 0) !== 0) return { why: 'its activation is transposed' };
  const bias = node.input[2] || null;
  if (bias !== null && floatOf(node, 'beta', 1) !== 1) return { why: 'its bias is scaled (beta is not 1)' };
  const matrix = weightMatrix(node, scope, intOf(node, 'transB', 0) !== 0);
  if ('why' in matrix) return matrix;
  return { layer: { ...matrix, kind: 'matrix', node, gain: floatOf(node, 'alpha', 1), bias } };
}

function weightMatrix(node: NodeProto, scope: Scope, transB: boolean) {
  const weight = floatConstant(node, scope);
  if ('why' in weight) return weight;
  const dims = dimsOf(weight.constant.tensor);
  const [first = 0, second = 0] = dims;
  if (dims.length !== 2) return { why: `its weights have ${dims.length} dimensions, not 2` };
  const outputsFirst = transB !== weight.constant.transposed;
  const [inputs, outputs] = outputsFirst ? [second, first] : [first, second];
  const why = notWorthwhile({ inputs, outputs, taps: 1 });
  if (why !== null) return { why };
  return { activation: node.input[0] ?? '', weight: weight.constant, inputs, outputs, outputsFirst };
}

function decideConv(node: NodeProto, scope: Scope): Decision {
  const groups = intOf(node, 'group', 1);
  if (groups !== 1) {
    return { why: `it has ${groups} groups, which ConvInteger computes one after the other` };
  }
  const weight = floatConstant(node, scope);
  if ('why' in weight) return weight;
  const dims = dimsOf(weight.constant.tensor);
  const [outputs = 0, inputs = 0, ...kernel] = dims;
  if (kernel.length === 0) return { why: `its weights have ${dims.length} dimensions` };
  const why = notWorthwhile({ inputs, outputs, taps: elementCount(kernel) });
  if (why !== null) return { why };
  const bias = convBias(node, scope, outputs);
  if (bias !== null && 'why' in bias) return bias;
  return {
    layer: {
      kind: 'conv',
      node,
      activation: node.input[0] ?? '',
      weight: weight.constant,
      dims,
      outputs,
      inputs,
      bias,
      geometry: geometryOf(node, kernel),
    },
  };
}

function convBias(node: NodeProto, scope: Scope, outputs: number): Float32Array | null | { why: string } {
  const name = node.input[2] ?? '';
  if (name === '') return null;
  const constant = scope.constant(name);
  const bias = constant && floatsOf(constant.tensor);
  return bias?.length === outputs ? bias : { why: 'its bias is not a constant' };
}

/** Null for the `auto_pad` modes whose padding depends on the size of the input. */
function geometryOf(node: NodeProto, kernel: readonly number[]): Geometry | null {
  const axes = kernel.length;
  const autoPad = stringOf(node, 'auto_pad', 'NOTSET');
  if (autoPad !== 'NOTSET' && autoPad !== 'VALID') return null;
  const pads = (autoPad === 'VALID' ? null : intsOf(node, 'pads')) ?? new Array<number>(2 * axes).fill(0);
  const strides = intsOf(node, 'strides') ?? new Array<number>(axes).fill(1);
  const dilations = intsOf(node, 'dilations') ?? new Array<number>(axes).fill(1);
  const isWhole = [...pads, ...strides, ...dilations].every(
    (each) => Number.isSafeInteger(each) && each >= 0,
  );
  if (!isWhole || pads.length !== 2 * axes || strides.length !== axes || dilations.length !== axes)
    return null;
  return { kernel, strides, dilations, padBefore: pads.slice(0, axes), padAfter: pads.slice(axes) };
}
