/** A model that also tells the shapes of those of its values which its cost follows from. */
import { findMacSites, holdsSites, type SitedBranch, type SitedGraph } from './mac-sites.ts';
import { makeValueInfo, tensorAttribute } from './make-model.ts';
import { amend, int64Tensor, makeNode } from './make.ts';
import type { GraphProto, ModelProto, NodeProto } from './messages.ts';
import { DATA_TYPE } from './messages.ts';
import { FreshNames } from './names.ts';

export interface ShapeProbe {
  readonly model: ModelProto;
  /** Key of a value (see mac-sites.ts) → the added output, a list of int64, that tells its shape. */
  readonly outputs: ReadonlyMap<string, string>;
}

/** What an output tells of a value that was not computed, as its branch was not taken. */
export const NOT_COMPUTED = -1;

/**
 * Adds a `Shape` node and an output for each value that `countMacs` asks for. In a branch of an `If` the
 * nodes lie in the branch, whose new outputs become outputs of the `If`; the other branch gives
 * `NOT_COMPUTED` for them. Throws as `countMacs` does.
 */
export function shapeProbe(model: ModelProto): ShapeProbe {
  const sited = findMacSites(model);
  const names = new FreshNames(sited.graph);
  const { graph, outputs } = probeGraph(sited, names);
  const added = [...outputs.values()].map(shapeInfo);
  const probed = amend(graph, { output: [...graph.output, ...added] });
  return { model: amend(model, { graph: probed }), outputs };
}

interface ProbedGraph {
  readonly graph: GraphProto;
  readonly outputs: Map<string, string>;
}

/** The graph with the new nodes; its outputs are as before. */
function probeGraph({ graph, path, sites, branches }: SitedGraph, names: FreshNames): ProbedGraph {
  const outputs = new Map<string, string>();
  const node = graph.node.map((each) => {
    const inner = branches.get(each);
    return inner?.some(({ sited }) => holdsSites(sited)) ? probeBranches(each, inner, names, outputs) : each;
  });
  for (const operand of sites.flatMap(({ operands }) => operands)) {
    if (typeof operand !== 'string' || outputs.has(operand)) continue;
    const output = names.next(`shape_of_${operand}`);
    outputs.set(operand, output);
    node.push(
      makeNode({ op: 'Shape', name: output, inputs: [operand.slice(path.length)], outputs: [output] }),
    );
  }
  return { graph: amend(graph, { node }), outputs };
}

function probeBranches(
  node: NodeProto,
  branches: readonly SitedBranch[],
  names: FreshNames,
  outputs: Map<string, string>,
): NodeProto {
  const probed = branches.map(({ sited }) => probeGraph(sited, names));
  const keys = probed.flatMap((each) => [...each.outputs.keys()]);
  for (const key of keys) outputs.set(key, names.next(`shape_of_${key}`));
  const attribute = node.attribute.map((each) => {
    const at = branches.findIndex((branch) => branch.attribute === each);
    const branch = probed[at];
    return branch === undefined ? each : amend(each, { g: withOutputs(branch, keys, names) });
  });
  const output = [...node.output, ...keys.map((key) => outputs.get(key) ?? '')];
  return amend(node, { attribute, output });
}

/** A branch that tells all the keys, its own and those of the other. */
function withOutputs(
  { graph, outputs }: ProbedGraph,
  keys: readonly string[],
  names: FreshNames,
): GraphProto {
  const node = [...graph.node];
  const told = keys.map((key) => {
    const own = outputs.get(key);
    if (own !== undefined) return own;
    const name = names.next(`not_computed_${key}`);
    const value = tensorAttribute('value', int64Tensor('', [NOT_COMPUTED]));
    node.push(makeNode({ op: 'Constant', name, inputs: [], outputs: [name], attributes: [value] }));
    return name;
  });
  return amend(graph, { node, output: [...graph.output, ...told.map(shapeInfo)] });
}

function shapeInfo(name: string): GraphProto['output'][number] {
  return makeValueInfo(name, DATA_TYPE.int64, null);
}
