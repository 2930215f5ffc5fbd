/** New constants of the outermost graph, which every graph inside it sees; equal ones share a name. */
import { floatTensor, int64Tensor } from './make.ts';
import type { Int64, TensorProto } from './messages.ts';
import type { FreshNames } from './names.ts';

export class SharedConstants {
  /** What is to be added to the outermost graph's initializers. */
  readonly tensors: TensorProto[] = [];
  readonly #names: FreshNames;
  readonly #known = new Map<string, string>();

  constructor(names: FreshNames) {
    this.#names = names;
  }

  /** The name of a float32 scalar. */
  float(value: number): string {
    return this.#name(`float_${value}`, (name) => floatTensor(name, [], Float32Array.of(value)));
  }

  /** The name of a list of int64. */
  ints(values: readonly Int64[]): string {
    return this.#name(`ints_${values.join('_')}`, (name) => int64Tensor(name, values));
  }

  #name(text: string, make: (name: string) => TensorProto): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const name = this.#names.next(`constant_${text}`);
    this.#known.set(text, name);
    this.tensors.push(make(name));
    return name;
  }
}
