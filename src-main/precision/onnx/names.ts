/** Names for new values and nodes: a value is named once in a model, whatever graph it is in. */
import type { GraphProto } from './messages.ts';
import { graphsWithin } from './walk.ts';

export class FreshNames {
  readonly #taken = new Set<string>();

  constructor(graph: GraphProto) {
    for (const { node, input, output, initializer, sparseInitializer } of graphsWithin(graph)) {
      for (const { values } of sparseInitializer) this.#taken.add(values?.name ?? '');
      for (const { name } of [...input, ...output, ...initializer, ...node]) this.#taken.add(name);
      for (const { input: uses, output: makes } of node)
        for (const name of [...uses, ...makes]) this.#taken.add(name);
    }
  }

  /** `wanted`, or `wanted_2`, `wanted_3`, … where that is taken already. */
  next(wanted: string): string {
    let name = wanted;
    for (let count = 2; this.#taken.has(name); count++) name = `${wanted}_${count}`;
    this.#taken.add(name);
    return name;
  }
}
