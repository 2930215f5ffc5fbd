/** What a graph sees: its own values, and those of the graphs around it. */
import { attributeOf } from './attributes.ts';
import type { GraphProto, NodeProto, TensorProto } from './messages.ts';
import { int64ToNumber, isStandard, subgraphsOf } from './messages.ts';
import { graphsWithin } from './walk.ts';

/** A value that never changes while the model runs. */
export interface Constant {
  readonly tensor: TensorProto;
  /** The value is the transpose of the tensor, which then has two dimensions. */
  readonly transposed: boolean;
  /** The graph that holds the tensor: where what replaces it belongs. */
  readonly owner: GraphProto;
}

export class Scope {
  readonly graph: GraphProto;
  readonly #around: Scope | null;
  /** By the value that each makes; null for inputs and initializers. */
  readonly #made = new Map<string, NodeProto | null>();
  readonly #constants = new Map<string, Constant>();
  readonly #consumers = new Map<string, NodeProto[]>();
  /** Values that are used other than by a node of this graph. */
  readonly #usedElsewhere = new Set<string>();

  constructor(graph: GraphProto, around: Scope | null) {
    this.graph = graph;
    this.#around = around;
    this.#collectInputsAndInitializers();
    for (const node of graph.node) this.#collectNode(node);
    for (const { name } of graph.output) this.#usedElsewhere.add(name);
  }

  /** The constant behind a name, here or in a graph around; null where the value is computed or fed. */
  constant(name: string): Constant | null {
    if (this.#made.has(name)) return this.#constants.get(name) ?? null;
    return this.#around?.constant(name) ?? null;
  }

  /** The node that computes a value in this graph; null where none does. */
  maker(name: string): NodeProto | null {
    return this.#made.get(name) ?? null;
  }

  /** The one node that uses a value, where nothing else does, in this graph or in one inside it. */
  onlyConsumer(name: string): NodeProto | null {
    const consumers = this.#consumers.get(name) ?? [];
    if (this.#usedElsewhere.has(name) || consumers.length !== 1) return null;
    return consumers[0] ?? null;
  }

  #collectInputsAndInitializers(): void {
    const { graph } = this;
    const inputs = new Set(graph.input.map(({ name }) => name));
    for (const name of inputs) this.#made.set(name, null);
    for (const { values } of graph.sparseInitializer) this.#made.set(values?.name ?? '', null);
    for (const tensor of graph.initializer) {
      this.#made.set(tensor.name, null);
      // An initializer that is an input as well is a default, which the caller may replace.
      if (!inputs.has(tensor.name))
        this.#constants.set(tensor.name, { tensor, transposed: false, owner: graph });
    }
  }

  #collectNode(node: NodeProto): void {
    for (const name of node.output) if (name !== '') this.#made.set(name, node);
    for (const name of node.input) {
      const consumers = this.#consumers.get(name);
      if (consumers === undefined) this.#consumers.set(name, [node]);
      else consumers.push(node);
    }
    for (const graph of subgraphsOf(node))
      for (const name of namesUsedIn(graph)) this.#usedElsewhere.add(name);
    const [output] = node.output;
    const constant = isStandard(node) ? this.#constantMadeBy(node) : null;
    if (output !== undefined && constant !== null) this.#constants.set(output, constant);
  }

  /** Nodes come in the order in which they run, so what an Identity copies is known before it. */
  #constantMadeBy(node: NodeProto): Constant | null {
    if (node.opType === 'Constant') {
      const tensor = attributeOf(node, 'value')?.t ?? null;
      return tensor && { tensor, transposed: false, owner: this.graph };
    }
    const source = this.constant(node.input[0] ?? '');
    if (source === null) return null;
    if (node.opType === 'Identity') return source;
    if (node.opType === 'Transpose' && swapsTwo(node, source.tensor)) {
      return { ...source, transposed: !source.transposed };
    }
    return null;
  }
}

/** Every name that the graph and those inside it read or return. */
export function namesUsedIn(graph: GraphProto): Set<string> {
  const used = new Set<string>();
  for (const { node, output } of graphsWithin(graph)) {
    for (const { input } of node) for (const name of input) used.add(name);
    for (const { name } of output) used.add(name);
  }
  return used;
}

/** A Transpose of a matrix; without `perm` it reverses the dimensions. */
function swapsTwo(node: NodeProto, { dims }: TensorProto): boolean {
  if (dims.length !== 2) return false;
  const perm = attributeOf(node, 'perm')?.ints.map(int64ToNumber);
  return perm === undefined || (perm[0] === 1 && perm[1] === 0);
}
