/** The weights of a layer with one activation: what both integer rewrites ask of a Conv, MatMul or Gemm first. */
import type { NodeProto } from '../onnx/messages.ts';
import { DATA_TYPE } from '../onnx/messages.ts';
import type { Constant, Scope } from '../onnx/scope.ts';

/** The second input as a float32 constant, or in words why it is none. */
export function floatConstant(node: NodeProto, scope: Scope): { constant: Constant } | { why: string } {
  const [activation = '', weight = ''] = node.input;
  const constant = scope.constant(weight);
  if (constant === null) {
    const first = scope.constant(activation) !== null;
    return {
      why: first ? 'its weights are the first input' : 'neither input is a constant: it has no weights',
    };
  }
  if (scope.constant(activation) !== null) return { why: 'both its inputs are constants' };
  if (constant.tensor.dataType !== DATA_TYPE.float) return { why: 'its weights are not float32' };
  return { constant };
}
