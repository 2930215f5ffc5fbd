/** Where values are looked at: their names as outputs of the model that is observed. */
import { amend, floatTensor, makeNode } from '../onnx/make.ts';
import type { GraphProto, NodeProto, TensorProto, ValueInfo } from '../onnx/messages.ts';
import type { FreshNames } from '../onnx/names.ts';
import { messageType } from '../onnx/schema.ts';
import type { GraphPlan } from './plan.ts';
import type { Selection } from './select.ts';

/** The name under which each value of a graph is observed. */
export type Points = ReadonlyMap<GraphPlan, ReadonlyMap<string, string>>;

/**
 * A value that a node of the outermost graph makes keeps its name; an input of the model, and a value inside a
 * branch, get one. The same model gives the same names: the rewrite finds its ranges by them again.
 */
export function namePoints(
  plan: GraphPlan,
  selections: ReadonlyMap<GraphPlan, Selection>,
  names: FreshNames,
): Points {
  const points = new Map<GraphPlan, ReadonlyMap<string, string>>();
  const visit = (each: GraphPlan): void => {
    const made = new Set(each === plan ? each.graph.node.flatMap(({ output }) => output) : []);
    const values = [...(selections.get(each)?.values ?? [])];
    const named = values.map((value): [string, string] => {
      return [value, made.has(value) ? value : names.next(`${value}_observed`)];
    });
    points.set(each, new Map(named));
    for (const inner of each.inner.values()) visit(inner);
  };
  visit(plan);
  return points;
}

/** The graph with all points as outputs. */
export function exposePoints(plan: GraphPlan, points: Points, names: FreshNames): GraphProto {
  const { graph, shown } = expose(plan, points, names);
  const already = new Set(graph.output.map(({ name }) => name));
  const copies = shown
    .filter(({ point, value }) => point !== value)
    .map(({ point, value }) => copyOf(value, point, names));
  const added = shown.map(({ point }) => point).filter((name) => !already.has(name));
  return amend(graph, {
    node: [...graph.node, ...copies],
    output: [...graph.output, ...added.map(untyped)],
  });
}

/** A point, and the value of a graph that holds what it shows. */
interface Shown {
  readonly point: string;
  readonly value: string;
}

interface Exposed {
  readonly graph: GraphProto;
  readonly shown: readonly Shown[];
}

function expose(plan: GraphPlan, points: Points, names: FreshNames): Exposed {
  const shown: Shown[] = [];
  const node = plan.graph.node.map((each) => {
    const outer = exposeBranches(each, plan, points, names);
    shown.push(...outer.shown);
    return outer.node;
  });
  for (const [value, point] of points.get(plan) ?? []) shown.push({ point, value });
  return { graph: amend(plan.graph, { node }), shown };
}

/** What one branch of an If shows, the other gives without any value in it: both must have the same outputs. */
function exposeBranches(
  node: NodeProto,
  plan: GraphPlan,
  points: Points,
  names: FreshNames,
): { readonly node: NodeProto; readonly shown: readonly Shown[] } {
  const branches = new Map<GraphProto, Exposed>();
  for (const { g } of node.attribute) {
    const inner = g && plan.inner.get(g);
    if (g && inner) branches.set(g, expose(inner, points, names));
  }
  const all = [...branches].flatMap(([branch, { shown }]) => shown.map((each) => ({ ...each, branch })));
  if (all.length === 0) return { node, shown: [] };
  const attribute = node.attribute.map((each) => {
    const inside = each.g && branches.get(each.g);
    if (!inside) return each;
    const { graph } = inside;
    const tensors: TensorProto[] = [];
    const nodes = all.map(({ point, value, branch }) => {
      if (branch === each.g) return copyOf(value, names.next(`${point}_copy`), names);
      const nothing = names.next(`${point}_nothing`);
      tensors.push(floatTensor(nothing, [0], new Float32Array()));
      return copyOf(nothing, names.next(`${point}_absent`), names);
    });
    const g = amend(graph, {
      node: [...graph.node, ...nodes],
      initializer: [...graph.initializer, ...tensors],
      output: [...graph.output, ...nodes.map(({ output }) => untyped(output[0] ?? ''))],
    });
    return amend(each, { g });
  });
  const shown = all.map(({ point }) => ({ point, value: names.next(`${point}_shown`) }));
  const output = [...node.output, ...shown.map(({ value }) => value)];
  return { node: amend(node, { attribute, output }), shown };
}

/** An output must be made by a node: neither a value from around nor a constant will do. */
function copyOf(from: string, to: string, names: FreshNames): NodeProto {
  return makeNode({ op: 'Identity', name: names.next(`Identity(${to})`), inputs: [from], outputs: [to] });
}

function untyped(name: string): ValueInfo {
  return messageType('ValueInfoProto').create({ name }) as unknown as ValueInfo;
}
