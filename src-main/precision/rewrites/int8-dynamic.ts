/**
 * INT8 by dynamic quantization: weights are quantized here, activations while the model runs, each with
 * the range that it has at that moment. Nothing needs to be calibrated.
 */
import { Fault } from '#core/errors.ts';
import { decide } from '../int8/decide.ts';
import { emit } from '../int8/emit.ts';
import { GraphDraft } from '../int8/graph-draft.ts';
import type { Site } from '../int8/site.ts';
import { type WeightForm, WeightStore } from '../int8/weight-store.ts';
import { importMicrosoft } from '../onnx/domains.ts';
import { dropUnused } from '../onnx/drop-unused.ts';
import { amend } from '../onnx/make.ts';
import type { GraphProto, ModelProto, NodeProto } from '../onnx/messages.ts';
import { FreshNames } from '../onnx/names.ts';
import { Scope } from '../onnx/scope.ts';
import { SharedConstants } from '../onnx/shared-constants.ts';
import { mapSubgraphs } from '../onnx/walk.ts';
import type { ReportBuilder } from '../report.ts';
import { upgradeIr, upgradeOpset } from './opset-upgrade.ts';

interface Workshop {
  readonly names: FreshNames;
  readonly store: WeightStore;
  readonly constants: SharedConstants;
  readonly report: ReportBuilder;
}

/** How many reasons an error names. */
const SHOWN_REASONS = 3;

const UNQUANTIZABLE = { why: 'its weights hold NaN or infinity' };

/** Throws `precision-not-applicable` where nothing in the model can be quantized. */
export function quantizeDynamic(model: ModelProto, report: ReportBuilder, form: WeightForm): ModelProto {
  const ready = upgradeIr(upgradeOpset(model, report));
  const { graph } = ready;
  if (graph === null) return ready;
  const names = new FreshNames(graph);
  const constants = new SharedConstants(names);
  const workshop = { names, store: new WeightStore(graph, names, form), constants, report };
  const changedBefore = report.changedCount;
  const quantized = quantizeGraph(graph, null, workshop);
  if (report.changedCount === changedBefore) throw nothingToQuantize(ready, report);
  const initializer = [...quantized.initializer, ...constants.tensors];
  return importMicrosoft(amend(ready, { graph: amend(quantized, { initializer }) }));
}

function quantizeGraph(graph: GraphProto, around: Scope | null, workshop: Workshop): GraphProto {
  const scope = new Scope(graph, around);
  const draft = new GraphDraft(workshop.names);
  const absorbed = new Set<NodeProto>();
  for (const node of graph.node) {
    if (absorbed.has(node)) continue;
    const inner = mapSubgraphs(node, (subgraph) => quantizeGraph(subgraph, scope, workshop));
    const done = quantizeNode(node, { ...workshop, scope, draft }, workshop.report);
    if (done === null) draft.nodes.push(inner);
    else for (const each of done) absorbed.add(each);
  }
  const initializer = [...graph.initializer, ...workshop.store.initializersOf(graph), ...draft.initializers];
  return dropUnused(graph, amend(graph, { node: draft.nodes, initializer }));
}

/** The later nodes that are absorbed, where the node was replaced; null where it stays. */
function quantizeNode(node: NodeProto, site: Site, report: ReportBuilder): readonly NodeProto[] | null {
  const decision = decide(node, site.scope);
  if (decision === null) return null;
  const emitted = 'why' in decision ? decision : (emit(decision.layer, site) ?? UNQUANTIZABLE);
  if ('why' in emitted) {
    report.left(node, emitted.why);
    return null;
  }
  report.changed(node, emitted.what);
  return emitted.absorbed;
}

function nothingToQuantize(model: ModelProto, report: ReportBuilder): Fault {
  const reasons = new Set(report.report().left.map(({ op, why }) => `${op}: ${why}`));
  if (model.functions.length > 0) reasons.add('the functions that the model brings are not looked into');
  const shown = [...reasons].slice(0, SHOWN_REASONS).join('; ') || 'it has no MatMul, Gemm, Conv or LSTM';
  return new Fault('precision-not-applicable', `nothing in the model can be quantized to int8: ${shown}`);
}
