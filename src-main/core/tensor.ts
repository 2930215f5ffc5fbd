/** Tensors as plain data, so that they cross process boundaries by structured clone. */

interface TensorArrays {
  float32: Float32Array;
  float64: Float64Array;
  int8: Int8Array;
  uint8: Uint8Array;
  int16: Int16Array;
  uint16: Uint16Array;
  int32: Int32Array;
  uint32: Uint32Array;
  int64: BigInt64Array;
  uint64: BigUint64Array;
  bool: Uint8Array;
  /** Half floats as their bit patterns. */
  float16: Uint16Array;
}
export type TensorType = keyof TensorArrays;

export type TensorData = {
  [T in TensorType]: { readonly type: T; readonly dims: readonly number[]; readonly data: TensorArrays[T] };
}[TensorType];

/** Tensors by input or output name: the feeds of one inference, or what it returned. */
export type TensorMap = Readonly<Record<string, TensorData>>;
