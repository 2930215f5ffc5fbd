/**
 * Float weights that a model computes from constants when it loads. PyTorch exports an LSTM's that way: its
 * gates come in another order than ONNX's, so they are cut apart (Slice), put together (Concat) and given a
 * dimension (Unsqueeze). Only what moves whole rows is followed, since nothing else is needed for that.
 */
import { attributeOf, intOf, intsOf } from '../onnx/attributes.ts';
import { floatTensor } from '../onnx/make.ts';
import type { NodeProto, TensorProto } from '../onnx/messages.ts';
import { DATA_TYPE, isStandard } from '../onnx/messages.ts';
import type { Constant, Scope } from '../onnx/scope.ts';
import { dimsOf, elementCount, floatsOf, integersOf } from '../onnx/tensors.ts';

interface Rows {
  readonly dims: readonly number[];
  readonly floats: Float32Array;
}

/** As deep as such chains are, with room; cycles end here. */
const MAX_DEPTH = 8;

/** The constant itself, or one computed now from constants; null where it is neither, or not float32. */
export function foldedConstant(name: string, scope: Scope): Constant | null {
  const constant = scope.constant(name);
  if (constant !== null) return constant;
  const rows = rowsOf(name, scope, MAX_DEPTH);
  if (rows === null) return null;
  return { tensor: floatTensor(name, rows.dims, rows.floats), transposed: false, owner: scope.graph };
}

function rowsOf(name: string, scope: Scope, depth: number): Rows | null {
  const constant = scope.constant(name);
  if (constant !== null) return constant.transposed ? null : plain(constant.tensor);
  const node = scope.maker(name);
  if (node === null || depth === 0 || !isStandard(node)) return null;
  if (node.opType === 'Slice') return sliced(node, scope, depth);
  if (node.opType === 'Concat') return joined(node, scope, depth);
  if (node.opType === 'Unsqueeze') return widened(node, scope, depth);
  return null;
}

function plain(tensor: TensorProto): Rows | null {
  if (tensor.dataType !== DATA_TYPE.float) return null;
  const floats = floatsOf(tensor);
  return floats && { dims: dimsOf(tensor), floats };
}

/** Rows from `start` to `end` of the first axis, in steps of 1. */
function sliced(node: NodeProto, scope: Scope, depth: number): Rows | null {
  const rows = rowsOf(node.input[0] ?? '', scope, depth - 1);
  const [starts, ends, axes, steps] = [1, 2, 3, 4].map((at) => integers(node.input[at] ?? '', scope));
  if (!rows || starts?.length !== 1 || ends?.length !== 1 || steps === null) return null;
  const isFirstAxis = (axes ?? [NaN])[0] === 0 || (axes === undefined && rows.dims.length === 1);
  if (!isFirstAxis || (steps ?? [1])[0] !== 1) return null;
  const [count = 0, ...inner] = rows.dims;
  const place = (at: number): number => Math.min(count, Math.max(0, at < 0 ? at + count : at));
  const [from, to] = [place(starts[0] ?? NaN), place(ends[0] ?? NaN)];
  const size = elementCount(inner);
  return {
    dims: [Math.max(0, to - from), ...inner],
    floats: rows.floats.subarray(from * size, Math.max(from, to) * size),
  };
}

function joined(node: NodeProto, scope: Scope, depth: number): Rows | null {
  if (intOf(node, 'axis', NaN) !== 0) return null;
  const parts: Rows[] = [];
  for (const name of node.input) {
    const rows = rowsOf(name, scope, depth - 1);
    if (rows === null) return null;
    parts.push(rows);
  }
  const [first] = parts;
  const isEven = parts.every(({ dims }) => String(dims.slice(1)) === String(first?.dims.slice(1)));
  if (first === undefined || !isEven) return null;
  const count = parts.reduce((sum, { dims }) => sum + (dims[0] ?? 0), 0);
  const floats = new Float32Array(parts.reduce((sum, part) => sum + part.floats.length, 0));
  let at = 0;
  for (const part of parts) {
    floats.set(part.floats, at);
    at += part.floats.length;
  }
  return { dims: [count, ...first.dims.slice(1)], floats };
}

/** Adds a first axis of size 1. */
function widened(node: NodeProto, scope: Scope, depth: number): Rows | null {
  const rows = rowsOf(node.input[0] ?? '', scope, depth - 1);
  const axes = attributeOf(node, 'axes') ? intsOf(node, 'axes') : integers(node.input[1] ?? '', scope);
  if (rows === null || axes?.length !== 1 || axes[0] !== 0) return null;
  return { dims: [1, ...rows.dims], floats: rows.floats };
}

/** undefined: not given; null: given, but not a constant. */
function integers(name: string, scope: Scope): number[] | null | undefined {
  if (name === '') return undefined;
  const constant = scope.constant(name);
  return constant === null || constant.transposed ? null : integersOf(constant.tensor);
}
