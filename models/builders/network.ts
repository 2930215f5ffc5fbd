/** Collects the nodes and constants of a graph while a builder walks through its layers. */
import {
  floatAttribute,
  int64Scalar,
  makeGraph,
  makeModel,
  makeValueInfo,
  stringAttribute,
} from '#precision/onnx/make-model.ts';
import { floatTensor, int64Tensor, intAttribute, intsAttribute, makeNode } from '#precision/onnx/make.ts';
import {
  type AttributeProto,
  DATA_TYPE,
  type TensorProto,
  type ValueInfo,
} from '#precision/onnx/messages.ts';
import { writeModel } from '#precision/onnx/write.ts';
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
  readonly #constants = new Map<string, TensorProto>();
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

  /** A float constant, made where it is not there yet. */
  constant(name: string, dims: readonly number[], make: (count: number) => Float32Array): Value {
    if (!this.#constants.has(name)) {
      const count = dims.reduce((product, dim) => product * dim, 1);
      this.#constants.set(name, floatTensor(name, dims, make(count)));
    }
    return name;
  }

  scalar(value: number): Value {
    return this.constant(`scalar_${value}`, [], () => Float32Array.of(value));
  }

  /** A list of int64, as shapes, axes and sizes are given. */
  ints(values: readonly number[]): Value {
    const name = `ints_${values.join('_')}`;
    if (!this.#constants.has(name)) this.#constants.set(name, int64Tensor(name, values));
    return name;
  }

  /** An int64 without dimensions, as an index is given. */
  index(value: number): Value {
    const name = `index_${value}`;
    if (!this.#constants.has(name)) this.#constants.set(name, int64Scalar(name, value));
    return name;
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
      initializer: [...this.#constants.values()],
      input: this.#inputs,
      output: this.#outputs,
    });
    return writeModel(makeModel(graph, { irVersion: opset < 19 ? 8 : 9, opset }));
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
