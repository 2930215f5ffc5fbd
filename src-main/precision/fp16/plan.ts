/**
 * Decides, before anything is changed, which nodes compute in float16 and in which of the two forms each float32
 * value is made. Only then is it known who reads what, and that no Cast is made in vain.
 */
import { subgraphsOf } from '../onnx/messages.ts';
import type { GraphProto, ModelProto, NodeProto, TensorProto } from '../onnx/messages.ts';
import { DATA_TYPE } from '../onnx/messages.ts';
import { standardOpset } from '../onnx/read.ts';
import type { Slot } from '../onnx/signatures.ts';
import { signatureOf } from '../onnx/signatures.ts';
import type { GraphTypes, ModelTypes } from '../onnx/types.ts';
import { constantMadeBy } from './constants.ts';
import { decide } from './decide.ts';

/** A float32 value of the model as shipped. */
export interface PlannedValue {
  /** True where it is made in float16; the other form is a Cast away. */
  isHalf: boolean;
  /** The file promises float32 under its name: an output of the model or of a graph inside a node. */
  isPromised: boolean;
  /** Set for a constant: both forms are made from the tensor, without a Cast. */
  readonly constant: TensorProto | null;
  /** It may lie outside float16's range: the node that says so. */
  readonly wideBy: NodeProto | null;
  /** It was made from integers and constants alone: a size, a count, a position. */
  readonly isCount: boolean;
  /** One over something that may be small. */
  readonly isReciprocal: boolean;
  /** Its maker makes whichever form is wanted (Cast, ConstantOfShape, …). */
  readonly isFlexible: boolean;
  wantsHalf: boolean;
  wantsFloat: boolean;
}

/** How a node uses an input: converted with it, in float32, or in whichever form there is. */
type Use = 'half' | 'float' | 'any';

export class PlannedGraph {
  readonly graph: GraphProto;
  readonly types: GraphTypes;
  readonly around: PlannedGraph | null;
  readonly #values = new Map<string, PlannedValue>();
  readonly #made = new Set<string>();

  constructor(graph: GraphProto, types: GraphTypes, around: PlannedGraph | null) {
    this.graph = graph;
    this.types = types;
    this.around = around;
  }

  /** Null for what is not a float32 tensor of known type. */
  value(name: string): PlannedValue | null {
    return this.ownerOf(name)?.own(name) ?? null;
  }

  own(name: string): PlannedValue | null {
    return this.#values.get(name) ?? null;
  }

  /** The graph, this one or one around it, that makes the value; null where none does. */
  ownerOf(name: string): PlannedGraph | null {
    return this.#made.has(name) ? this : (this.around?.ownerOf(name) ?? null);
  }

  add(name: string, facts: Partial<PlannedValue> = {}): void {
    if (name === '') return;
    this.#made.add(name);
    if (this.types.elementType(name) !== DATA_TYPE.float) return;
    this.#values.set(name, {
      isHalf: false,
      isPromised: false,
      constant: null,
      wideBy: null,
      isCount: false,
      isReciprocal: false,
      isFlexible: false,
      wantsHalf: false,
      wantsFloat: false,
      ...facts,
    });
  }

  /** What can be made in either form is made in float16 where only that is read. */
  settle(): void {
    for (const value of this.#values.values()) {
      if (value.isFlexible) value.isHalf = value.wantsHalf && !value.wantsFloat && !value.isPromised;
    }
  }
}

/** How a node runs; `why` is null where it has nothing that could be float16. */
export type Verdict =
  | { readonly runs: 'half' }
  | { readonly runs: 'float'; readonly why: string | null; readonly facts: Partial<PlannedValue> }
  /** Makes either form, whichever is read. */
  | { readonly runs: 'flexible'; readonly facts: Partial<PlannedValue> };

export class Plan {
  readonly opset: number;
  readonly #types: ModelTypes;
  readonly #graphs = new Map<GraphProto, PlannedGraph>();
  readonly #verdicts = new Map<NodeProto, Verdict>();

  constructor(model: ModelProto, types: ModelTypes) {
    this.opset = standardOpset(model) ?? 0;
    this.#types = types;
    if (model.graph !== null) this.#visit(model.graph, null);
    for (const planned of this.#graphs.values()) planned.settle();
  }

  of(graph: GraphProto): PlannedGraph {
    const planned = this.#graphs.get(graph);
    if (planned === undefined) throw new RangeError(`the graph "${graph.name}" was not planned`);
    return planned;
  }

  verdict(node: NodeProto): Verdict {
    const verdict = this.#verdicts.get(node);
    if (verdict === undefined) throw new RangeError(`the node "${node.name}" was not planned`);
    return verdict;
  }

  #visit(graph: GraphProto, around: PlannedGraph | null): void {
    const planned = new PlannedGraph(graph, this.#types.of(graph), around);
    this.#graphs.set(graph, planned);
    const fed = new Set(graph.input.map(({ name }) => name));
    // An initializer that is an input as well is a default, which the caller may replace.
    for (const tensor of graph.initializer) {
      if (!fed.has(tensor.name)) planned.add(tensor.name, { constant: tensor });
    }
    for (const name of fed) planned.add(name);
    for (const node of graph.node) this.#visitNode(node, planned);
    for (const { name } of graph.output) {
      const value = planned.value(name);
      if (value !== null) value.isPromised = true;
    }
  }

  #visitNode(node: NodeProto, planned: PlannedGraph): void {
    for (const inner of subgraphsOf(node)) this.#visit(inner, planned);
    const verdict = decide(node, planned, this.opset);
    this.#verdicts.set(node, verdict);
    for (const [at, name] of node.input.entries()) {
      const value = planned.value(name);
      const use = useOf(verdict, signatureOf(node, this.opset)?.input(at) ?? null);
      if (value !== null && use === 'half') value.wantsHalf = true;
      if (value !== null && use === 'float') value.wantsFloat = true;
    }
    const constant = constantMadeBy(node);
    for (const [at, name] of node.output.entries()) {
      const slot = signatureOf(node, this.opset)?.output(at) ?? null;
      planned.add(name, factsOf(verdict, slot, constant));
    }
  }
}

export function useOf(verdict: Verdict, slot: Slot | null): Use {
  if (slot?.kind === 'any') return 'any';
  return verdict.runs === 'half' && slot?.kind === 'variable' ? 'half' : 'float';
}

function factsOf(verdict: Verdict, slot: Slot | null, constant: TensorProto | null): Partial<PlannedValue> {
  if (constant !== null) return { constant };
  if (verdict.runs === 'half') return { isHalf: slot?.kind === 'variable' };
  if (verdict.runs === 'flexible') return { ...verdict.facts, isFlexible: true };
  return verdict.facts;
}
