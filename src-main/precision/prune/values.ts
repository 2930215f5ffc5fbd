/** The values of one graph while its channels are followed: their shapes, and a slot for each axis. */
import type { GraphProto, NodeProto, TensorProto, ValueInfo } from '../onnx/messages.ts';
import { DATA_TYPE, int64ToNumber } from '../onnx/messages.ts';
import { dimsOf, isExternal } from '../onnx/tensors.ts';
import { Slots } from './slots.ts';

/** Sizes of the axes; null: not known before the model runs. */
export type Dims = readonly (number | null)[];

export interface Value {
  readonly name: string;
  readonly dims: Dims;
  /** One an axis. */
  readonly slots: readonly number[];
}

/** A tensor of this graph, an initializer or a `Constant`, with the slots of its axes. */
export interface Held {
  readonly tensor: TensorProto;
  readonly slots: readonly number[];
}

export class Values {
  readonly slots = new Slots();
  /** The tensors that this graph holds. */
  readonly held: Held[] = [];
  /** What is known of lists that the graph computes (see lists.ts). */
  readonly lists = new Map<string, Dims>();
  readonly #around: Values | null;
  readonly #known = new Map<string, Value>();
  readonly #hints: ReadonlyMap<string, Dims>;

  constructor(graph: GraphProto, around: Values | null) {
    this.#around = around;
    this.#hints = new Map([...graph.valueInfo, ...graph.output].flatMap(hintOf));
    const fed = new Map(graph.input.map((input) => [input.name, input]));
    for (const tensor of graph.initializer) {
      // A default that the caller may replace has to keep its shape.
      if (!fed.has(tensor.name)) this.hold(tensor.name, tensor);
    }
    for (const input of graph.input) {
      const hint = hintOf(input)[0];
      if (hint !== undefined) this.pin(this.define(input.name, hint[1]), `the input "${input.name}"`);
    }
  }

  /** Null where the number of its dimensions is not known. */
  get(name: string): Value | null {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const outer = this.#around?.get(name) ?? null;
    if (outer === null) return null;
    const value = this.define(name, outer.dims);
    this.pin(value, `the graph around, which holds "${name}"`);
    return value;
  }

  define(name: string, dims: Dims): Value {
    const hint = this.#hints.get(name);
    const known = dims.map(
      (dim, axis) => dim ?? (hint?.length === dims.length ? (hint[axis] ?? null) : null),
    );
    const slots = known.map((dim) => this.slots.add(dim));
    const value = { name, dims: known, slots };
    this.#known.set(name, value);
    return value;
  }

  /** What the model itself says of the shape; null: nothing. */
  hint(name: string): Dims | null {
    return this.#hints.get(name) ?? null;
  }

  /** A constant of this graph. */
  hold(name: string, tensor: TensorProto): void {
    const value = this.define(name, dimsOf(tensor));
    this.held.push({ tensor, slots: value.slots });
    if (tensor.dataType !== DATA_TYPE.float) this.pin(value, `"${name}", which does not hold float32`);
    else if (isExternal(tensor) && !Object.hasOwn(tensor, 'rawData')) {
      this.pin(value, `"${name}", which lies in another file`);
    }
  }

  pin({ slots, dims }: Value, why: string): void {
    for (const [axis, slot] of slots.entries()) if (dims[axis] !== 1) this.slots.pin(slot, why);
  }

  /** Names of the values that have an axis for which `isIn` holds. */
  namesWith(isIn: (slot: number) => boolean): Set<string> {
    const names = [...this.#known.values()].filter(({ slots }) => slots.some(isIn)).map(({ name }) => name);
    return new Set(names);
  }
}

/** The tensor that a `Constant` makes, where it is given as one. */
export function tensorMadeBy(node: NodeProto): TensorProto | null {
  return node.attribute.find(({ name }) => name === 'value')?.t ?? null;
}

/** Empty where no number of dimensions is stated. */
function hintOf({ name, type }: ValueInfo): [string, Dims][] {
  const shape = type?.tensorType?.shape;
  if (!shape) return [];
  const dims = shape.dim.map(({ dimValue }) => {
    const size = int64ToNumber(dimValue) ?? 0;
    return size > 0 ? size : null;
  });
  return [[name, dims]];
}
