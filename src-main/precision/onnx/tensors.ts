/** What a tensor holds, whichever of ONNX's ways of storing it was used. */
import { Fault } from '#core/errors.ts';
import type { TensorProto } from './messages.ts';
import { DATA_TYPE, int64ToNumber } from './messages.ts';

/** Bytes an element of the types whose elements are whole bytes; others (strings, 4 bits) are absent. */
const ELEMENT_BYTES: Readonly<Record<number, number>> = {
  1: 4, // float
  2: 1, // uint8
  3: 1, // int8
  4: 2, // uint16
  5: 2, // int16
  6: 4, // int32
  7: 8, // int64
  9: 1, // bool
  10: 2, // float16
  11: 8, // double
  12: 4, // uint32
  13: 8, // uint64
  14: 8, // complex64
  15: 16, // complex128
  16: 2, // bfloat16
};

/** Throws `model-corrupt` for a negative or absurd dimension. */
export function dimsOf(tensor: TensorProto): number[] {
  return tensor.dims.map((dim) => {
    const size = int64ToNumber(dim);
    if (size === null || size < 0) throw corrupt(tensor, `has the dimension ${dim.toString()}`);
    return size;
  });
}

export function elementCount(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

export function isExternal(tensor: TensorProto): boolean {
  return tensor.dataLocation === 1 || tensor.externalData.length > 0;
}

/** Throws `model-corrupt` when the tensor holds fewer or more bytes than its shape asks for. */
export function checkSize(tensor: TensorProto): void {
  const bytesEach = ELEMENT_BYTES[tensor.dataType];
  const count = elementCount(dimsOf(tensor));
  if (bytesEach === undefined || isExternal(tensor)) return;
  if (Object.hasOwn(tensor, 'rawData')) expectBytes(tensor, tensor.rawData.length, count * bytesEach);
  else if (tensor.dataType === DATA_TYPE.float) expectBytes(tensor, totalBytes(tensor.floatData), count * 4);
}

/**
 * The elements of a float32 tensor, row-major; a copy. Null where it is of another type or lies outside
 * the file. Throws `model-corrupt` where the bytes do not fit the shape.
 */
export function floatsOf(tensor: TensorProto): Float32Array | null {
  if (tensor.dataType !== DATA_TYPE.float || isExternal(tensor)) return null;
  checkSize(tensor);
  const chunks = Object.hasOwn(tensor, 'rawData') ? [tensor.rawData] : tensor.floatData;
  // Neither form is aligned within the file, so the bytes are copied once.
  const bytes = new Uint8Array(totalBytes(chunks));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return new Float32Array(bytes.buffer);
}

/** The elements of an int64 or int32 tensor with raw data, those beyond 2^53 rounded; null for any other. */
export function integersOf(tensor: TensorProto): number[] | null {
  const bytesEach = ELEMENT_BYTES[tensor.dataType] ?? 0;
  const isInteger = tensor.dataType === DATA_TYPE.int64 || tensor.dataType === DATA_TYPE.int32;
  if (!isInteger || isExternal(tensor) || !Object.hasOwn(tensor, 'rawData')) return null;
  checkSize(tensor);
  const { buffer, byteOffset, byteLength } = tensor.rawData;
  const view = new DataView(buffer, byteOffset, byteLength);
  return Array.from({ length: byteLength / bytesEach }, (_, at) =>
    bytesEach === 8 ? Number(view.getBigInt64(at * 8, true)) : view.getInt32(at * 4, true),
  );
}

function totalBytes(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}

function expectBytes(tensor: TensorProto, actual: number, expected: number): void {
  if (actual !== expected) throw corrupt(tensor, `holds ${actual} bytes, its shape needs ${expected}`);
}

function corrupt(tensor: TensorProto, what: string): Fault {
  return new Fault('model-corrupt', `the tensor "${tensor.name}" ${what}`);
}
