/** What a tensor holds, whichever of ONNX's ways of storing it was used. */
import { Fault } from '#core/errors.ts';
import { bytesOf, elementType, isVarints, varintsOf, type ElementType } from './element-types.ts';
import { isLazy, rawByteLength } from './lazy-data.ts';
import type { TensorProto } from './messages.ts';
import { DATA_TYPE, int64ToNumber } from './messages.ts';
import { countVarints, unpackVarints } from './varints.ts';

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

/** True where the elements lie in another file, which bytes alone do not bring. */
export function isExternal(tensor: TensorProto): boolean {
  return tensor.dataLocation === 1;
}

/** The bytes that its shape asks for; null where its type has no fixed size. Throws `model-corrupt`. */
export function neededBytes(tensor: TensorProto): number | null {
  const count = countOf(tensor);
  const type = elementType(tensor.dataType);
  return type && bytesOf(count, type);
}

/** Throws `model-corrupt` when the tensor holds fewer or more elements than its shape asks for. Reads no other file. */
export function checkSize(tensor: TensorProto): void {
  const count = countOf(tensor);
  if (tensor.dataType === 0) throw corrupt(tensor, 'has no element type');
  if (isExternal(tensor)) return;
  const rawBytes = rawByteLength(tensor);
  if (tensor.dataType === DATA_TYPE.string) {
    expect(tensor, 'elements', tensor.stringData.length, count);
    if (rawBytes !== null) throw corrupt(tensor, 'holds strings as raw bytes');
  }
  const type = elementType(tensor.dataType);
  if (type === null) return;
  if (rawBytes !== null) expect(tensor, 'bytes', rawBytes, bytesOf(count, type));
  else if (isVarints(type.field)) expectVarints(tensor, type, count);
  else expect(tensor, 'bytes', totalBytes(tensor[type.field]), bytesOf(count, type));
}

/**
 * The elements as `rawData` would hold them; a view where it does. Null for strings, types that this program
 * does not know, and tensors in another file that was not opened. Throws `model-corrupt` as `checkSize` does.
 */
export function rawBytesOf(tensor: TensorProto): Uint8Array | null {
  const type = elementType(tensor.dataType);
  if (type === null || isExternal(tensor)) return null;
  checkSize(tensor);
  if (Object.hasOwn(tensor, 'rawData')) return tensor.rawData;
  const chunks = tensor[type.field];
  if (!isVarints(type.field)) return joined(chunks);
  return unpackVarints(chunks, varintsOf(countOf(tensor), type), Math.max(1, type.bits / 8));
}

/**
 * The elements of a float32 tensor, row-major; a copy. Null where it is of another type or lies in a file
 * that was not opened. Throws `model-corrupt` where the bytes do not fit the shape.
 */
export function floatsOf(tensor: TensorProto): Float32Array | null {
  if (tensor.dataType !== DATA_TYPE.float) return null;
  const bytes = rawBytesOf(tensor);
  if (bytes === null) return null;
  // What was put together just now is nobody else's. Within a file nothing is aligned, so that is copied.
  const isOwn = isLazy(tensor) || !Object.hasOwn(tensor, 'rawData');
  const own = isOwn && bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  return new Float32Array(own.buffer, own.byteOffset, own.length / 4);
}

/** The elements of an int64 or int32 tensor, those beyond 2^53 rounded; null for any other, and as for `floatsOf`. */
export function integersOf(tensor: TensorProto): number[] | null {
  const isWide = tensor.dataType === DATA_TYPE.int64;
  const bytes = isWide || tensor.dataType === DATA_TYPE.int32 ? rawBytesOf(tensor) : null;
  if (bytes === null) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / (isWide ? 8 : 4) }, (_, at) =>
    isWide ? Number(view.getBigInt64(at * 8, true)) : view.getInt32(at * 4, true),
  );
}

function countOf(tensor: TensorProto): number {
  const dims = dimsOf(tensor);
  const count = elementCount(dims);
  if (!Number.isSafeInteger(count)) throw corrupt(tensor, `has the absurd shape [${dims.join(', ')}]`);
  return count;
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(totalBytes(chunks));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function totalBytes(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}

function expectVarints(tensor: TensorProto, type: ElementType, count: number): void {
  const found = countVarints(tensor[type.field]);
  if (found === null) throw corrupt(tensor, 'ends within an element');
  expect(tensor, 'elements', found, varintsOf(count, type));
}

function expect(tensor: TensorProto, what: string, found: number, needed: number): void {
  if (found !== needed) throw corrupt(tensor, `holds ${found} ${what}, its shape needs ${needed}`);
}

function corrupt(tensor: TensorProto, what: string): Fault {
  return new Fault('model-corrupt', `the tensor "${tensor.name}" ${what}`);
}
