/** Where a model multiplies and accumulates, and which shapes say how much. */
import { Fault } from '#core/errors.ts';
import { MAC_FORMULAS, type MacFormula, type Place, UNCOUNTED } from './mac-formulas.ts';
import type { AttributeProto, GraphProto, ModelProto, NodeProto } from './messages.ts';
import { isStandard, nodeLabel } from './messages.ts';
import { Scope } from './scope.ts';
import { dimsOf } from './tensors.ts';

export interface MacSite {
  readonly node: NodeProto;
  readonly formula: MacFormula;
  /** As the formula asks: a constant's shape, the key of a value that must be observed, or null for an absent one. */
  readonly operands: readonly (readonly number[] | string | null)[];
}

/** A graph with the path that its values' keys begin with, and what it holds. */
export interface SitedGraph {
  readonly graph: GraphProto;
  readonly path: string;
  readonly sites: readonly MacSite[];
  /** The branches of each `If`, in the order of the attributes. */
  readonly branches: ReadonlyMap<NodeProto, readonly SitedBranch[]>;
}

export interface SitedBranch {
  readonly attribute: AttributeProto;
  readonly sited: SitedGraph;
}

const OWN_DOMAINS = ['', 'ai.onnx', 'com.microsoft', 'ai.onnx.ml'];

/**
 * Keys are the names of values; of a value in a branch of an `If`, `ifOutput/then_branch/name`. Throws
 * `model-unsupported`, naming the node, where products may be that cannot be counted: in the body of a
 * `Loop` or `Scan`, in functions, in operators of other domains.
 */
export function findMacSites(model: ModelProto): SitedGraph {
  if (model.graph === null) throw new Fault('internal', 'a model without a graph was counted');
  if (model.functions.length > 0) {
    throw new Fault('model-unsupported', 'the cost of a model with functions of its own is not known');
  }
  return siteGraph(model.graph, '', null);
}

function siteGraph(graph: GraphProto, path: string, around: Scope | null): SitedGraph {
  const scope = new Scope(graph, around);
  const sites: MacSite[] = [];
  const branches = new Map<NodeProto, SitedBranch[]>();
  for (const node of graph.node) {
    const formula = formulaOf(node);
    if (formula !== null) {
      const operands = formula.needs.map((place) => operandOf(node, place, path, scope));
      sites.push({ node, formula, operands });
    }
    const inner = siteSubgraphs(node, path, scope);
    if (inner.length === 0) continue;
    if (node.opType === 'If' && isStandard(node)) branches.set(node, inner);
    else if (inner.some(({ sited }) => holdsSites(sited))) throw repeatedBody(node);
  }
  return { graph, path, sites, branches };
}

function siteSubgraphs(node: NodeProto, path: string, scope: Scope): SitedBranch[] {
  return node.attribute.flatMap((attribute) => {
    const graphs = attribute.g === null ? attribute.graphs : [attribute.g];
    const inner = `${path}${node.output[0] ?? node.name}/${attribute.name}/`;
    return graphs.map((graph) => ({ attribute, sited: siteGraph(graph, inner, scope) }));
  });
}

export function holdsSites({ sites, branches }: SitedGraph): boolean {
  return sites.length > 0 || [...branches.values()].flat().some(({ sited }) => holdsSites(sited));
}

function formulaOf(node: NodeProto): MacFormula | null {
  if (!OWN_DOMAINS.includes(node.domain)) {
    throw new Fault(
      'model-unsupported',
      `the cost of "${nodeLabel(node)}" is not known: ${node.domain}.${node.opType} is an operator of others`,
    );
  }
  const domain = isStandard(node) ? 'ai.onnx' : node.domain;
  const formula = MAC_FORMULAS[`${domain}.${node.opType}`] ?? MAC_FORMULAS[node.opType] ?? null;
  if (formula === null && UNCOUNTED.includes(node.opType)) {
    throw new Fault('model-unsupported', `the cost of the ${node.opType} "${nodeLabel(node)}" is not known`);
  }
  return formula;
}

function operandOf(
  node: NodeProto,
  [side, index]: Place,
  path: string,
  scope: Scope,
): MacSite['operands'][number] {
  const name = (side === 'in' ? node.input : node.output)[index] ?? '';
  if (name === '') return null;
  const constant = side === 'in' ? scope.constant(name) : null;
  if (constant === null) return `${path}${name}`;
  const dims = dimsOf(constant.tensor);
  return constant.transposed ? dims.reverse() : dims;
}

function repeatedBody(node: NodeProto): Fault {
  return new Fault(
    'model-unsupported',
    `the cost of the ${node.opType} "${nodeLabel(node)}" is not known: its body runs as often as it likes`,
  );
}
