/** What could run on integers in each graph of a model, before anything is known of its values. */
import type { GraphProto, NodeProto } from '../onnx/messages.ts';
import { isStandard, subgraphsOf } from '../onnx/messages.ts';
import { namesUsedIn, Scope } from '../onnx/scope.ts';
import { isCutAtZero, readBetween } from './between.ts';
import { readLayer, type StaticLayer } from './layers.ts';
import { impossible, notWorthwhile } from './limits.ts';

/** A node that can run on integers where its surroundings and its values allow it. */
export interface Candidate {
  readonly node: NodeProto;
  /** Null: an operator between layers, which is weak always. */
  readonly layer: StaticLayer | null;
  /** Why it runs on integers only between others that do; null: it is worth converting values for. */
  readonly weak: string | null;
  /** Values that it reads as integers. */
  readonly inputs: readonly string[];
  /** It only moves values (between.ts). */
  readonly keepsRange: boolean;
  /** The Relu or Clip behind it, which alone uses its output; null: none. */
  readonly cut: NodeProto | null;
}

export interface Left {
  readonly node: NodeProto;
  readonly why: string;
}

export interface GraphPlan {
  readonly graph: GraphProto;
  /** What the model is fed with, small beside what it is made into: it costs next to nothing to convert. */
  readonly fed: ReadonlySet<string>;
  /** In the order of the nodes. */
  readonly candidates: readonly Candidate[];
  readonly left: readonly Left[];
  /** Of the graphs inside this one's nodes. */
  readonly inner: ReadonlyMap<GraphProto, GraphPlan>;
  /** The nodes of this graph that read each value. */
  readonly readers: ReadonlyMap<string, readonly NodeProto[]>;
  /** Values that are used otherwise than by a node of this graph: outputs, and values of graphs inside. */
  readonly usedElsewhere: ReadonlySet<string>;
}

const UNSEEN = 'it is in the body of a loop, whose values cannot be observed';

export function planModel(graph: GraphProto): GraphPlan {
  return planGraph(graph, null, true);
}

function planGraph(graph: GraphProto, around: Scope | null, isObservable: boolean): GraphPlan {
  const scope = new Scope(graph, around);
  const candidates: Candidate[] = [];
  const left: Left[] = [];
  const inner = new Map<GraphProto, GraphPlan>();
  const readers = new Map<string, NodeProto[]>();
  const usedElsewhere = new Set(graph.output.map(({ name }) => name));
  for (const node of graph.node) {
    for (const name of new Set(node.input)) readers.set(name, [...(readers.get(name) ?? []), node]);
    const isBranch = isStandard(node) && node.opType === 'If';
    for (const each of subgraphsOf(node)) {
      for (const name of namesUsedIn(each)) usedElsewhere.add(name);
      inner.set(each, planGraph(each, scope, isObservable && isBranch));
    }
    if (!isStandard(node)) continue;
    const reading = readCandidate(node, scope);
    if (reading === null) continue;
    if ('why' in reading) left.push({ node, why: reading.why });
    else if (isObservable) candidates.push(reading);
    else if (reading.layer) left.push({ node, why: UNSEEN });
  }
  const fed = new Set(around === null ? graph.input.map(({ name }) => name) : []);
  return { graph, fed, candidates, left, inner, readers, usedElsewhere };
}

function readCandidate(node: NodeProto, scope: Scope): Candidate | { readonly why: string } | null {
  const behind = scope.onlyConsumer(node.output[0] ?? '');
  const cut = behind !== null && isStandard(behind) && isCutAtZero(behind, scope) ? behind : null;
  const reading = readLayer(node, scope);
  if (reading !== null && 'why' in reading) return reading;
  if (reading !== null) {
    const { layer } = reading;
    const why = impossible(layer);
    if (why !== null) return { why };
    const weak = notWorthwhile(layer);
    return { node, layer, weak, inputs: [layer.activation], keepsRange: false, cut };
  }
  const between = readBetween(node);
  // What only moves values must keep them all.
  return between && { node, layer: null, weak: '', ...between, cut: between.keepsRange ? null : cut };
}
