/** Whether a value from another process is a tensor. */
import type { TensorData, TensorType } from './tensor.ts';

/** The array that holds each type's values. */
export const TENSOR_ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
  float16: Uint16Array,
} as const satisfies Record<TensorType, unknown>;

export function isTensorType(type: unknown): type is TensorType {
  return typeof type === 'string' && Object.hasOwn(TENSOR_ARRAYS, type);
}

/** True when type, array and number of values agree. */
export function isTensorData(value: unknown): value is TensorData {
  if (typeof value !== 'object' || value === null) return false;
  if (!('type' in value && 'dims' in value && 'data' in value)) return false;
  const { type, dims, data } = value;
  if (!isTensorType(type) || !isDims(dims)) return false;
  const values = dims.reduce((product, dim) => product * dim, 1);
  return data instanceof TENSOR_ARRAYS[type] && data.length === values;
}

function isDims(dims: unknown): dims is number[] {
  return Array.isArray(dims) && dims.every((dim) => Number.isSafeInteger(dim) && dim >= 0);
}
