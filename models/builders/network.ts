/** Collects the nodes and constants of a graph while a builder walks through its layers. */
import {
  floatAttribute,
  makeGraph,
  makeModel,
  makeValueInfo,
  stringAttribute,
} from '#precision/onnx/make-model.ts';
import { intAttribute, intsAttribute, makeNode } from '#precision/onnx/make.ts';
import { type AttributeProto, DATA_TYPE, type ValueInfo } from '#precision/onnx/messages.ts';
import { type LateConstant, modelBytes } from './model-bytes.ts';
import { seededValues } from './seeded.ts';

/** The name of a value in the graph. */
export type Value = string;

/** ints: a number list; int: a bigint; float: a number; string: a string. */
type Attributes = Readonly<Record<string, readonly number[] | bigint | number | string>>;

interface NodeSpec {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: readonly AttributeProto[];
}

export class Network {
  readonly #name: string;
  readonly #nodes: NodeSpec[] = [];
  readonly #constants = new Map<string, LateConstant>();
  readonly #inputs: ValueInfo[] = [];
  readonly #outputs: ValueInfo[] = [];
  readonly #taken = new Map<string, number>();
  /** Value → the public name that it was given. */
  readonly #published = new Map<Value, string>();

  constructor(name: string) {
    this.#name = name;
  }

  input(name: string, dims: readonly number[], type: 'float' | 'int64' = 'float'): Value {
    this.#inputs.push(makeValueInfo(name, DATA_TYPE[type], dims));
    return name;
  }

  /** Gives a value its public name. */
  output(name: string, value: Value, dims: readonly number[]): void {
    this.#published.set(value, name);
    this.#outputs.push(makeValueInfo(name, DATA_TYPE.float, dims));
  }

  /** One node at `path` (as `/layer1/conv1`); its first output. Attribute types: see `Attributes`. */
  node(op: string, path: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    return this.nodes(op, path, inputs, 1, attributes)[0] ?? '';
  }

  /** One node with several outputs. */
  nodes(
    op: string,
    path: string,
    inputs: readonly Value[],
    count: number,
    attributes: Attributes = {},
  ): Value[] {
    const name = this.#fresh(`${path}/${op}`);
    const outputs = Array.from({ length: count }, (_, index) => `${name}_output_${index}`);
    const made = Object.entries(attributes).map(([key, value]) => attribute(key, value));
    this.#nodes.push({ op, name, inputs, outputs, attributes: made });
    return [...outputs];
  }

  /** A trained value's name: seeded numbers with mean 0 and this deviation. Asked for twice, it is shared. */
  weight(name: string, dims: readonly number[], deviation: number): Value {
    return this.constant(name, dims, (count) => seededValues(name, count, deviation));
  }

  /** A float constant; `make` is asked for its values when the model is written. */
  constant(name: string, dims: readonly number[], make: (count: number) => Float32Array): Value {
    if (this.#constants.has(name)) return name;
    const count = dims.reduce((product, dim) => product * dim, 1);
    this.#constants.set(name, {
      name,
      dataType: DATA_TYPE.float,
      dims,
      byteLength: 4 * count,
      make: () => new Uint8Array(make(count).buffer),
    });
    return name;
  }

  scalar(value: number): Value {
    return this.constant(`scalar_${value}`, [], () => Float32Array.of(value));
  }

  /** A list of int64, as shapes, axes and sizes are given. */
  ints(values: readonly number[], name = `ints_${values.join('_')}`): Value {
    return this.#int64(name, [values.length], values);
  }

  /** An int64 without dimensions, as an index is given. */
  index(value: number): Value {
    return this.#int64(`index_${value}`, [], [value]);
  }

  /** The whole model's bytes. */
  bytes(opset: number): Uint8Array {
    const named = (values: readonly Value[]): Value[] =>
      values.map((value) => this.#published.get(value) ?? value);
    const graph = makeGraph({
      name: this.#name,
      node: this.#nodes.map((spec) =>
        makeNode({ ...spec, inputs: named(spec.inputs), outputs: named(spec.outputs) }),
      ),
      initializer: [],
      input: this.#inputs,
      output: this.#outputs,
    });
    const model = makeModel(graph, { irVersion: opset < 19 ? 8 : 9, opset });
    return modelBytes(model, graph, [...this.#constants.values()]);
  }

  /** `dims` [] is a number without dimensions. */
  #int64(name: string, dims: readonly number[], values: readonly number[]): Value {
    this.#constants.set(name, {
      name,
      dataType: DATA_TYPE.int64,
      dims,
      byteLength: 8 * values.length,
      make: () => new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
    });
    return name;
  }

  #fresh(name: string): string {
    const count = this.#taken.get(name) ?? 0;
    this.#taken.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  }
}

function attribute(name: string, value: Attributes[string]): AttributeProto {
  if (typeof value === 'bigint') return intAttribute(name, Number(value));
  if (typeof value === 'number') return floatAttribute(name, value);
  if (typeof value === 'string') return stringAttribute(name, value);
  return intsAttribute(name, value);
}
