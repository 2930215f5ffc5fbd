/** Which nodes multiply by a matrix that can be stored in 4 bits, and why the others cannot. */
import { floatOf, intOf } from '../onnx/attributes.ts';
import type { NodeProto } from '../onnx/messages.ts';
import { DATA_TYPE } from '../onnx/messages.ts';
import type { Constant, Scope } from '../onnx/scope.ts';
import { dimsOf, elementCount } from '../onnx/tensors.ts';
import { notWorthwhile } from './limits.ts';

/** activation [..., inputs] × weights [inputs, outputs]. */
export interface NBitsLayer {
  readonly activation: string;
  readonly weight: Constant;
  readonly inputs: number;
  readonly outputs: number;
  /** The tensor holds [outputs, inputs]. */
  readonly outputsFirst: boolean;
  /** What is added (Gemm's C); null: nothing. */
  readonly bias: { readonly name: string; readonly constant: Constant | null } | null;
}

/** A layer, or in words why the node stays as it is. */
export type Decision = { readonly layer: NBitsLayer } | { readonly why: string };

/** Operators with weights that MatMulNBits does not cover. */
const NO_FORM: Readonly<Record<string, string>> = {
  Conv: 'ONNX Runtime has no convolution with 4-bit weights',
  ConvTranspose: 'ONNX Runtime has no convolution with 4-bit weights',
  GRU: 'ONNX Runtime has no form of it with 4-bit weights',
  LSTM: 'ONNX Runtime has no form of it with 4-bit weights',
  RNN: 'ONNX Runtime has no form of it with 4-bit weights',
};

/** Null for a node without weights: nothing to say about it. */
export function decide(node: NodeProto, scope: Scope): Decision | null {
  if (node.opType === 'MatMul') return decideMatrix(node, scope, false);
  if (node.opType === 'Gemm')
    return gemmFault(node) ?? decideMatrix(node, scope, intOf(node, 'transB', 0) !== 0);
  const why = Object.hasOwn(NO_FORM, node.opType) ? NO_FORM[node.opType] : undefined;
  return why === undefined ? null : { why };
}

function gemmFault(node: NodeProto): { why: string } | null {
  if (intOf(node, 'transA', 0) !== 0) return { why: 'its activation is transposed' };
  if (floatOf(node, 'alpha', 1) !== 1) return { why: 'its product is scaled (alpha is not 1)' };
  const hasBias = (node.input[2] ?? '') !== '';
  return hasBias && floatOf(node, 'beta', 1) !== 1 ? { why: 'its bias is scaled (beta is not 1)' } : null;
}

function decideMatrix(node: NodeProto, scope: Scope, transB: boolean): Decision {
  const [activation = '', weightName = '', biasName = ''] = node.input;
  const weight = scope.constant(weightName);
  if (weight === null) {
    const first = scope.constant(activation) !== null;
    return {
      why: first ? 'its weights are the first input' : 'neither input is a constant: it has no weights',
    };
  }
  if (scope.constant(activation) !== null) return { why: 'both its inputs are constants' };
  if (weight.tensor.dataType !== DATA_TYPE.float) return { why: 'its weights are not float32' };
  const dims = dimsOf(weight.tensor);
  const [first = 0, second = 0] = dims;
  if (dims.length !== 2) return { why: `its weights have ${dims.length} dimensions, not 2` };
  const outputsFirst = transB !== weight.transposed;
  const [inputs, outputs] = outputsFirst ? [second, first] : [first, second];
  const why = notWorthwhile(inputs, outputs);
  if (why !== null) return { why };
  const bias = biasName === '' ? null : { name: biasName, constant: biasOf(biasName, outputs, scope) };
  return { layer: { activation, weight, inputs, outputs, outputsFirst, bias } };
}

/** One constant an output, as float32; null where it is computed or of another shape, and must be added. */
function biasOf(name: string, outputs: number, scope: Scope): Constant | null {
  const constant = scope.constant(name);
  if (constant?.tensor.dataType !== DATA_TYPE.float) return null;
  const dims = dimsOf(constant.tensor);
  return elementCount(dims) === outputs && dims.at(constant.transposed ? 0 : -1) === outputs
    ? constant
    : null;
}
