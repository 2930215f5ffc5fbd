/** Groups of coupled channels of one graph, and for each whether channels may leave it. */
import type { GraphProto, NodeProto } from '../onnx/messages.ts';
import { isStandard, nodeLabel, subgraphsOf } from '../onnx/messages.ts';
import { namesUsedIn, type Scope } from '../onnx/scope.ts';
import { listOf } from './lists.ts';
import { followerOf, MANY_OUTPUTS } from './rules/table.ts';
import { type Findings, Site, type SizeNote, type Use } from './site.ts';
import type { Place } from './slots.ts';
import { type Held, tensorMadeBy, Values } from './values.ts';

export interface Group {
  readonly root: number;
  /** Channels; null: not known. */
  readonly size: number | null;
  /** The layers whose channels these are, in the order of the nodes. */
  readonly uses: readonly Use[];
  /** Why no channel may leave; null: some may. */
  readonly why: string | null;
}

export interface Channels {
  /** Those that some layer makes, in the order of the nodes. */
  readonly groups: readonly Group[];
  /** Every use of channels by a layer, in the order of the nodes. */
  readonly uses: readonly Use[];
  /** Layers of which it is not even known what their channels are. */
  readonly unknown: Findings['unknown'];
  /** Tensors of the graph, with the slots of their axes. */
  readonly held: readonly Held[];
  readonly sizes: readonly SizeNote[];
  readonly values: Values;
  place(slot: number): Place;
}

/** Operators whose weights are what is pruned. */
const LAYERS: readonly string[] = ['Conv', 'ConvTranspose', 'Gemm', 'MatMul'];

/** `around`: what is known of the graph that holds this one; null for the outermost. */
export function findGroups(graph: GraphProto, scope: Scope, around: Values | null, opset: number): Channels {
  const values = new Values(graph, around);
  const findings: Findings = { uses: [], unknown: [], sizes: [] };
  for (const node of graph.node) follow(node, opset, scope, values, findings);
  for (const { name } of graph.output) {
    const value = values.get(name);
    if (value !== null) values.pin(value, `the output "${name}"`);
  }
  const place = (slot: number): Place => values.slots.find(slot);
  const { uses, unknown, sizes } = findings;
  return { groups: groupsOf(uses, values), uses, unknown, held: values.held, sizes, values, place };
}

function follow(node: NodeProto, opset: number, scope: Scope, values: Values, findings: Findings): void {
  const tensor = node.opType === 'Constant' && isStandard(node) ? tensorMadeBy(node) : null;
  if (tensor !== null) {
    values.hold(node.output[0] ?? '', tensor);
    return;
  }
  const site = new Site(node, opset, scope, values, findings);
  const outputs = node.output.filter((name) => name !== '');
  const follower = outputs.length === 1 || MANY_OUTPUTS.includes(node.opType) ? followerOf(node) : null;
  const usesBefore = findings.uses.length;
  follower?.follow(site);
  for (const name of outputs) {
    const hint = values.hint(name);
    if (values.get(name) === null && hint !== null) values.define(name, hint);
  }
  const list = listOf(node, values, (name) => site.list(name));
  if (list !== null) values.lists.set(node.output[0] ?? '', list);
  const isLayer = LAYERS.includes(node.opType) && isStandard(node) && site.isConstant(1);
  if (isLayer && findings.uses.length === usesBefore) {
    findings.unknown.push({ node, why: site.why ?? 'the number of dimensions of its input is not known' });
  }
  const label = `${node.opType} "${nodeLabel(node)}"`;
  site.pinTheRest(`${label}, which ${site.why ?? follower?.does ?? 'is not followed'}`);
  for (const inner of subgraphsOf(node)) {
    for (const name of namesUsedIn(inner)) {
      const value = values.get(name);
      if (value !== null) values.pin(value, `a graph inside ${label}`);
    }
  }
}

function groupsOf(uses: readonly Use[], values: Values): Group[] {
  const byRoot = new Map<number, Use[]>();
  for (const use of uses) {
    const { root } = values.slots.find(use.slot);
    const known = byRoot.get(root);
    if (known === undefined) byRoot.set(root, [use]);
    else known.push(use);
  }
  return [...byRoot]
    .filter(([, each]) => each.some(({ role }) => role === 'makes'))
    .map(([root, each]) => ({
      root,
      size: values.slots.sizeOf(root),
      uses: each,
      why: whyNot(root, each, values),
    }));
}

function whyNot(root: number, uses: readonly Use[], { slots }: Values): string | null {
  if (slots.sizeOf(root) === 1) return 'it has one output channel';
  const pin = slots.pinOf(root);
  if (pin !== null) return `its output channels reach ${pin}`;
  if (!uses.some(({ role }) => role === 'reads')) return 'no layer reads its output channels';
  return slots.sizeOf(root) === null ? 'the number of its output channels is not known' : null;
}
