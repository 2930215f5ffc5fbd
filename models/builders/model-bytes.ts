/**
 * Writes a model whose constants are made one after the other while it is written: a decoder of 540 MB then takes
 * little more than 540 MB of memory, instead of four times as much. The bytes are those of `writeModel`.
 */
import type { GraphProto, ModelProto } from '#precision/onnx/messages.ts';
import { messageType } from '#precision/onnx/schema.ts';

export interface LateConstant {
  readonly name: string;
  /** One of `DATA_TYPE`. */
  readonly dataType: number;
  readonly dims: readonly number[];
  readonly byteLength: number;
  /** Its elements, as `rawData` holds them. */
  readonly make: () => Uint8Array;
}

/** Field numbers of `onnx.proto`; all of these are of the kind that a length goes before. */
const GRAPH_OF_MODEL = 7;
const INITIALIZER_OF_GRAPH = 5;
const RAW_DATA_OF_TENSOR = 9;

/** The model's graph has no initializers yet; fields come in the order of their numbers. */
export function modelBytes(
  model: ModelProto,
  graph: GraphProto,
  constants: readonly LateConstant[],
): Uint8Array {
  const { irVersion, opsetImport } = model;
  const { node, name, input, output } = graph;
  const [start, end] = [encoded('ModelProto', { irVersion }), encoded('ModelProto', { opsetImport })];
  const graphStart = encoded('GraphProto', { node, name });
  const graphEnd = encoded('GraphProto', { input, output });
  const tensors = constants.map((constant) => {
    const { name, dataType, dims } = constant;
    const head = encoded('TensorProto', { name, dataType, dims });
    const rawPrefix = prefix(RAW_DATA_OF_TENSOR, constant.byteLength);
    const length = head.length + rawPrefix.length + constant.byteLength;
    return { constant, parts: [prefix(INITIALIZER_OF_GRAPH, length), head, rawPrefix] };
  });
  const initializers = tensors.reduce(
    (sum, { constant, parts }) => sum + total(parts) + constant.byteLength,
    0,
  );
  const graphLength = graphStart.length + initializers + graphEnd.length;
  const before = [start, prefix(GRAPH_OF_MODEL, graphLength), graphStart];
  const after = [graphEnd, end];

  const bytes = new Uint8Array(total(before) + initializers + total(after));
  let at = 0;
  const put = (part: Uint8Array): void => {
    bytes.set(part, at);
    at += part.length;
  };
  before.forEach(put);
  for (const { constant, parts } of tensors) {
    parts.forEach(put);
    put(constant.make());
  }
  after.forEach(put);
  return bytes;
}

function encoded(type: string, fields: object): Uint8Array {
  return messageType(type).encode(messageType(type).create(fields)).finish();
}

/** What stands before a field of `length` bytes: its number with its kind, and the length. */
function prefix(field: number, length: number): Uint8Array {
  const bytes = [(field << 3) | 2];
  let rest = length;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

function total(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}
