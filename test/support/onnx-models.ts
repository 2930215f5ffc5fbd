/** Small ONNX models for tests, built in code. */
import { floatTensor, makeNode } from '#precision/onnx/make.ts';
import type {
  AttributeProto,
  GraphProto,
  ModelProto,
  NodeProto,
  TensorProto,
} from '#precision/onnx/messages.ts';
import { ATTRIBUTE_TYPE, DATA_TYPE } from '#precision/onnx/messages.ts';
import { messageType } from '#precision/onnx/schema.ts';
import { writeModel } from '#precision/onnx/write.ts';

/** A size, or a name for an open one. */
export type Dim = number | string;

export interface Typed {
  /** One of `DATA_TYPE`. */
  readonly type: number;
  readonly dims: readonly Dim[];
}

export interface GraphSpec {
  readonly nodes: readonly NodeProto[];
  /** Inputs by name with their shapes; float32 unless a type is given. */
  readonly inputs?: Readonly<Record<string, readonly Dim[] | Typed>>;
  /** Outputs by name with their number of dimensions, float32; null: neither is stated. */
  readonly outputs: Readonly<Record<string, number | null>>;
  readonly initializers?: readonly TensorProto[];
  readonly name?: string;
}

export interface ModelSpec extends GraphSpec {
  readonly opset?: number;
  readonly irVersion?: number;
}

export function graph(spec: GraphSpec): GraphProto {
  const inputs = Object.entries(spec.inputs ?? {}).map(([name, given]) =>
    valueInfo(name, 'type' in given ? given : { type: DATA_TYPE.float, dims: given }),
  );
  const outputs = Object.entries(spec.outputs).map(([name, rank]) => {
    const dims = Array.from({ length: rank ?? 0 }, (_, axis) => `${name}_${axis}`);
    return valueInfo(name, rank === null ? null : { type: DATA_TYPE.float, dims });
  });
  return create('GraphProto', {
    name: spec.name ?? 'test',
    node: spec.nodes,
    input: inputs,
    output: outputs,
    initializer: spec.initializers ?? [],
  });
}

export function model(spec: ModelSpec): ModelProto {
  return create('ModelProto', {
    irVersion: spec.irVersion ?? 8,
    opsetImport: [create('OperatorSetIdProto', { domain: '', version: spec.opset ?? 13 })],
    graph: graph(spec),
  });
}

export const modelBytes = (spec: ModelSpec): Uint8Array => writeModel(model(spec));

/** A node named after its output; several outputs as `a, b`. */
export function node(
  op: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, number | readonly number[] | string | GraphProto | TensorProto>> = {},
): NodeProto {
  const outputs = output.split(', ');
  return makeNode({
    op,
    name: `${op}:${outputs[0]}`,
    inputs,
    outputs,
    attributes: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
  });
}

/** Whole numbers are ints, others floats. */
function attribute(name: string, value: unknown): AttributeProto {
  if (typeof value === 'number') {
    return Number.isInteger(value)
      ? create('AttributeProto', { name, type: ATTRIBUTE_TYPE.int, i: value })
      : create('AttributeProto', { name, type: ATTRIBUTE_TYPE.float, f: value });
  }
  if (typeof value === 'string') {
    const s = new TextEncoder().encode(value);
    return create('AttributeProto', { name, type: ATTRIBUTE_TYPE.string, s });
  }
  if (Array.isArray(value)) return create('AttributeProto', { name, type: ATTRIBUTE_TYPE.ints, ints: value });
  return typeof value === 'object' && value !== null && 'dims' in value
    ? create('AttributeProto', { name, type: ATTRIBUTE_TYPE.tensor, t: value })
    : create('AttributeProto', { name, type: ATTRIBUTE_TYPE.graph, g: value });
}

/** An input for each value that the graph's nodes read and nothing makes. */
export function inputsFor(of: GraphProto | null): Record<string, Typed> {
  const made = new Set([
    ...(of?.initializer ?? []).map(({ name }) => name),
    ...(of?.node ?? []).flatMap(({ output }) => output),
  ]);
  const read = (of?.node ?? []).flatMap(({ input }) => input);
  const missing = read.filter((name) => name !== '' && !made.has(name));
  return Object.fromEntries(missing.map((name) => [name, { type: DATA_TYPE.float, dims: [] }]));
}

/** Reproducible values in ±`amplitude`, roughly normal, so that channels differ as real weights do. */
export function noise(count: number, seed: number, amplitude = 1): Float32Array {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  const uniform = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  return Float32Array.from(
    { length: count },
    () => amplitude * ((uniform() + uniform() + uniform()) / 1.5 - 1),
  );
}

export function weights(name: string, dims: readonly number[], seed = 1, amplitude = 0.2): TensorProto {
  return floatTensor(
    name,
    dims,
    noise(
      dims.reduce((a, b) => a * b, 1),
      seed,
      amplitude,
    ),
  );
}

/** `TensorProto.DataType` of bool. */
export const BOOL = 9;

/** A scalar of type bool. */
export function boolTensor(name: string, value: boolean): TensorProto {
  return create('TensorProto', { name, dataType: BOOL, dims: [], rawData: Uint8Array.of(value ? 1 : 0) });
}

function valueInfo(name: string, typed: Typed | null): unknown {
  if (typed === null) return create('ValueInfoProto', { name });
  const dim = typed.dims.map((size) =>
    create('Dimension', typeof size === 'number' ? { dimValue: size } : { dimParam: size }),
  );
  const shape = create('TensorShapeProto', { dim });
  const tensorType = create('TensorType', { elemType: typed.type, shape });
  return create('ValueInfoProto', { name, type: create('TypeProto', { tensorType }) });
}

export function create<M>(type: string, fields: object): M {
  return messageType(type).create(fields) as unknown as M;
}
