/** Tensors without the channels that left. */
import { floatTensor } from '../onnx/make.ts';
import type { TensorProto } from '../onnx/messages.ts';
import { dimsOf, elementCount, floatsOf } from '../onnx/tensors.ts';

/** For each axis the indices that stay, ascending; null: all of them. */
export type Kept = readonly (readonly number[] | null)[];

/** Null where the tensor does not hold float32 in reach. */
export function cutTensor(tensor: TensorProto, kept: Kept): TensorProto | null {
  const values = floatsOf(tensor);
  if (values === null) return null;
  let dims = dimsOf(tensor);
  let left = values;
  for (const [axis, indices] of kept.entries()) {
    if (indices === null) continue;
    left = cutAxis(left, dims, axis, indices);
    dims = dims.map((dim, at) => (at === axis ? indices.length : dim));
  }
  return floatTensor(tensor.name, dims, left);
}

/** `channels` as indices of an axis that holds each `inner` times in succession. */
export function indicesOf(channels: readonly number[], inner: number): number[] {
  return channels.flatMap((channel) => Array.from({ length: inner }, (_, index) => channel * inner + index));
}

function cutAxis(
  values: Float32Array,
  dims: readonly number[],
  axis: number,
  indices: readonly number[],
): Float32Array<ArrayBuffer> {
  const run = elementCount(dims.slice(axis + 1));
  const size = dims[axis] ?? 1;
  const blocks = elementCount(dims.slice(0, axis));
  const left = new Float32Array(blocks * indices.length * run);
  let at = 0;
  for (let block = 0; block < blocks; block++) {
    for (const index of indices) {
      const start = (block * size + index) * run;
      if (run === 1) left[at] = values[start] ?? 0;
      else left.set(values.subarray(start, start + run), at);
      at += run;
    }
  }
  return left;
}
