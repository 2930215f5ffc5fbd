/** What a model costs, whoever runs it: trained values and multiply-accumulates. */
import { Fault } from '#core/errors.ts';
import { findMacSites, type MacSite, type SitedGraph } from './mac-sites.ts';
import type { GraphProto, ModelProto, NodeProto, TensorProto } from './messages.ts';
import { DATA_TYPE, nodeLabel } from './messages.ts';
import { Scope } from './scope.ts';
import { dimsOf, elementCount } from './tensors.ts';
import {
  CARRIERS,
  ELEMENTWISE,
  FLOATS,
  makesNoData,
  packedWeights,
  TRAINED_INPUTS,
} from './trained-inputs.ts';

/** Shapes by key (see mac-sites.ts); null: the value was not computed, since its branch was not taken. */
export type ObservedShapes = ReadonlyMap<string, readonly number[] | null>;

/**
 * Multiply-accumulates of one inference in which the values had these shapes. What was not computed counts
 * nothing. Throws `model-unsupported` where products cannot be counted, naming the node.
 */
export function countMacs(model: ModelProto, shapes: ObservedShapes): number {
  return macsOf(findMacSites(model), shapes);
}

function macsOf({ sites, branches }: SitedGraph, shapes: ObservedShapes): number {
  const own = sites.map((site) => siteMacs(site, shapes));
  const inner = [...branches.values()].flat().map(({ sited }) => macsOf(sited, shapes));
  return [...own, ...inner].reduce((sum, macs) => sum + macs, 0);
}

function siteMacs({ node, formula, operands }: MacSite, shapes: ObservedShapes): number {
  const observed = operands.map((operand) => {
    if (typeof operand !== 'string') return { shape: operand, computed: true };
    const shape = shapes.get(operand);
    if (shape === undefined) throw new Fault('internal', `the shape of "${operand}" was not observed`);
    return { shape, computed: shape !== null };
  });
  if (observed.some(({ computed }) => !computed)) return 0;
  const macs = formula.macs(
    node,
    observed.map(({ shape }) => shape),
  );
  if (Number.isFinite(macs)) return macs;
  throw new Fault('model-unsupported', `the cost of the ${node.opType} "${nodeLabel(node)}" is not known`);
}

/**
 * Trained values of a model, shared ones once. A constant counts
 * - where an operator takes weights (see trained-inputs.ts): kernels, matrices, biases, normalisations'
 *   scales, embeddings; quantized ones by their number of values;
 * - as the other side of `Add`, `Sub`, `Mul` or `Div` with data of the model, when it has one axis longer
 *   than 1: a bias or a scale for each channel.
 * So it does not count as a shape, an index, a scalar, a running mean or variance; as a table of several
 * axes that is added whole (masks, grids, positions, whether computed or learned: they look alike); or where
 * it meets only what follows from integer inputs (frequencies times positions).
 */
export function countParameters(model: ModelProto): number {
  if (model.graph === null) return 0;
  const found = new Map<TensorProto, number>();
  collect(model.graph, null, found);
  return [...found.values()].reduce((sum, count) => sum + count, 0);
}

/** A graph's values that hold data: what float inputs and trained values flow into. */
interface Flow {
  readonly scope: Scope;
  readonly makers: ReadonlyMap<string, NodeProto>;
  readonly data: Set<string>;
  readonly around: Flow | null;
}

function collect(graph: GraphProto, around: Flow | null, found: Map<TensorProto, number>): void {
  const scope = new Scope(graph, around?.scope ?? null);
  // What a body is fed is not known to be data or not; it mostly is.
  const inputs = graph.input.filter(({ type }) => {
    const elemType = type?.tensorType?.elemType;
    return around !== null || elemType === undefined || FLOATS.includes(elemType);
  });
  const makers = new Map(graph.node.flatMap((node) => node.output.map((name) => [name, node] as const)));
  const flow: Flow = { scope, makers, data: new Set(inputs.map(({ name }) => name)), around };
  for (const node of graph.node) {
    const trained = trainedInputs(node, flow);
    for (const { tensor, count } of trained) found.set(tensor, count);
    let holdsGraphs = false;
    for (const { g, graphs } of node.attribute) {
      for (const inner of g === null ? graphs : [g]) {
        holdsGraphs = true;
        collect(inner, flow, found);
      }
    }
    const fromData = node.input.some((name) => isData(name, flow));
    if (makesNoData(node) || !(fromData || trained.length > 0 || holdsGraphs)) continue;
    for (const name of node.output) flow.data.add(name);
  }
}

function isData(name: string, flow: Flow | null): boolean {
  return flow !== null && (flow.data.has(name) || isData(name, flow.around));
}

function trainedInputs(node: NodeProto, flow: Flow): { tensor: TensorProto; count: number }[] {
  const packed = packedWeights(node);
  if (ELEMENTWISE.includes(node.opType) && node.input.some((name) => isData(name, flow))) {
    return constantsAt(node, [0, 1], flow).filter(({ tensor }) => isPerChannel(tensor));
  }
  return constantsAt(node, TRAINED_INPUTS[node.opType] ?? [], flow).map(({ tensor, count }, index) => ({
    tensor,
    count: index === 0 && packed !== null ? packed : count,
  }));
}

function constantsAt(
  { input, opType }: NodeProto,
  places: readonly number[],
  flow: Flow,
): { tensor: TensorProto; count: number }[] {
  const seen = new Set<string>();
  return places
    .flatMap((index) => sourcesOf(input[index] ?? '', flow, seen))
    .filter((tensor) => isWeightType(tensor, opType))
    .map((tensor) => ({ tensor, count: elementCount(dimsOf(tensor)) }));
}

/** The constants behind a value, where exporters reorder them in the graph; what is sliced counts whole. */
function sourcesOf(name: string, flow: Flow | null, seen: Set<string>): TensorProto[] {
  const constant = flow?.scope.constant(name);
  if (flow == null || seen.has(name)) return [];
  seen.add(name);
  if (constant != null) return [constant.tensor];
  const maker = flow.makers.get(name);
  if (maker === undefined) return sourcesOfOuter(name, flow, seen);
  if (!CARRIERS.includes(maker.opType)) return [];
  const carried = maker.opType === 'Concat' ? maker.input : maker.input.slice(0, 1);
  return carried.flatMap((each) => sourcesOf(each, flow, seen));
}

function sourcesOfOuter(name: string, { around }: Flow, seen: Set<string>): TensorProto[] {
  seen.delete(name);
  return sourcesOf(name, around, seen);
}

/** Integers are weights only where a quantized operator takes them; to `Gather` they are indices. */
function isWeightType({ dataType }: TensorProto, opType: string): boolean {
  if (FLOATS.includes(dataType)) return true;
  return opType !== 'Gather' && !ELEMENTWISE.includes(opType) && dataType !== DATA_TYPE.int64;
}

function isPerChannel(tensor: TensorProto): boolean {
  return dimsOf(tensor).filter((size) => size > 1).length === 1;
}
