/** New messages: from nothing, or from an old one with some fields replaced. */
import type { AttributeProto, Int64, NodeProto, TensorProto } from './messages.ts';
import { ATTRIBUTE_TYPE, DATA_TYPE } from './messages.ts';
import { messageType } from './schema.ts';

/**
 * A copy of `message` with `changes`. Everything else is shared with the original, including the records
 * that this program does not know, which lie in a property that spreading would miss.
 */
export function amend<M extends object>(message: M, changes: Partial<M>): M {
  const prototype: object | null = Object.getPrototypeOf(message);
  const copy = Object.create(prototype, Object.getOwnPropertyDescriptors(message)) as M;
  // Not by assignment: data that is read when it is asked for (lazy-data.ts) is a property without a setter.
  return Object.defineProperties(copy, Object.getOwnPropertyDescriptors(changes));
}

interface NodeSpec {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: readonly AttributeProto[];
  /** '': the standard domain. */
  readonly domain?: string;
}

export function makeNode({ op, name, inputs, outputs, attributes = [], domain = '' }: NodeSpec): NodeProto {
  return create<NodeProto>('NodeProto', {
    opType: op,
    name,
    input: inputs,
    output: outputs,
    attribute: attributes,
    // A record of an empty name would change the bytes of every node.
    ...(domain === '' ? {} : { domain }),
  });
}

export function intAttribute(name: string, i: number): AttributeProto {
  return create<AttributeProto>('AttributeProto', { name, type: ATTRIBUTE_TYPE.int, i });
}

export function intsAttribute(name: string, ints: readonly Int64[]): AttributeProto {
  return create<AttributeProto>('AttributeProto', { name, type: ATTRIBUTE_TYPE.ints, ints });
}

/** float32 elements in row-major order. */
export function floatTensor(name: string, dims: readonly number[], values: Float32Array): TensorProto {
  return rawTensor(name, DATA_TYPE.float, dims, values);
}

export function int8Tensor(name: string, dims: readonly number[], values: Int8Array): TensorProto {
  return rawTensor(name, DATA_TYPE.int8, dims, values);
}

export function uint8Tensor(name: string, dims: readonly number[], values: Uint8Array): TensorProto {
  return rawTensor(name, DATA_TYPE.uint8, dims, values);
}

/** A one-dimensional int64 tensor; values beyond 2^53 keep all their bits. */
export function int64Tensor(name: string, values: readonly Int64[]): TensorProto {
  return rawTensor(name, DATA_TYPE.int64, [values.length], BigInt64Array.from(values, toBigInt));
}

function toBigInt(value: Int64): bigint {
  if (typeof value === 'number') return BigInt(value);
  return (BigInt(value.high) << 32n) | BigInt(value.low >>> 0);
}

/** The bytes are taken as they lie: every machine that ONNX Runtime runs on is little-endian, as ONNX is. */
function rawTensor(
  name: string,
  dataType: number,
  dims: readonly number[],
  values: ArrayBufferView,
): TensorProto {
  const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return create<TensorProto>('TensorProto', { name, dataType, dims, rawData });
}

/** protobufjs gives absent fields their defaults through the prototype, which a plain object lacks. */
function create<M extends object>(type: string, fields: Partial<M>): M {
  return messageType(type).create(fields) as unknown as M;
}
