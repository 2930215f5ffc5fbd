/** Tensors whose elements are read when they are asked for, and not kept. */
import type { TensorProto } from './messages.ts';

/** The length that each reading property gives, bytes: known without reading. */
const LENGTHS = new WeakMap<() => unknown, number>();

/**
 * The tensor with `rawData` that `read` gives at each access, and without its note of another file: to every
 * rewrite it looks like a tensor that holds its elements. `amend` copies the property, not the elements.
 */
export function withLazyData(tensor: TensorProto, byteLength: number, read: () => Uint8Array): TensorProto {
  const get = (): Uint8Array => read();
  LENGTHS.set(get, byteLength);
  const {
    externalData: _entries,
    dataLocation: _location,
    ...kept
  } = Object.getOwnPropertyDescriptors(tensor);
  const prototype: object | null = Object.getPrototypeOf(tensor);
  const rawData: PropertyDescriptor = { get, enumerable: true, configurable: true };
  return Object.create(prototype, { ...kept, rawData }) as TensorProto;
}

/** The length of `rawData`, bytes; null where the tensor has none. Reads nothing. */
export function rawByteLength(tensor: TensorProto): number | null {
  const property = Object.getOwnPropertyDescriptor(tensor, 'rawData');
  if (property === undefined) return null;
  return lazyLength(property) ?? tensor.rawData.length;
}

/** True where `rawData` is read at each access, into memory that nobody else holds. */
export function isLazy(tensor: TensorProto): boolean {
  const property = Object.getOwnPropertyDescriptor(tensor, 'rawData');
  return property !== undefined && lazyLength(property) !== null;
}

function lazyLength({ get }: PropertyDescriptor): number | null {
  return get === undefined ? null : (LENGTHS.get(get) ?? null);
}
