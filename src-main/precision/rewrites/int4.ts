/**
 * INT4, weights only: matrices in 4 bits with a scale a block (int4/blocks.ts), multiplied by ONNX Runtime's own
 * operator com.microsoft.MatMulNBits. Activations stay float32.
 */
import { Fault } from '#core/errors.ts';
import { decide } from '../int4/decide.ts';
import { DOMAIN, emit } from '../int4/emit.ts';
import { BlockStore } from '../int4/weight-store.ts';
import { dropUnused } from '../onnx/drop-unused.ts';
import { amend, makeOperatorSet } from '../onnx/make.ts';
import type { GraphProto, ModelProto, NodeProto } from '../onnx/messages.ts';
import { isStandard } from '../onnx/messages.ts';
import { FreshNames } from '../onnx/names.ts';
import { Scope } from '../onnx/scope.ts';
import { mapSubgraphs } from '../onnx/walk.ts';
import type { ReportBuilder } from '../report.ts';
import type { VariantSettings } from '../settings.ts';
import { upgradeIr } from './opset-upgrade.ts';

/** How many reasons an error names. */
const SHOWN_REASONS = 3;

const UNQUANTIZABLE = 'its weights hold NaN or infinity, or are not in the file';

interface Context {
  readonly report: ReportBuilder;
  readonly settings: VariantSettings;
}

interface Workshop {
  readonly names: FreshNames;
  readonly store: BlockStore;
  readonly settings: VariantSettings['int4'];
  readonly report: ReportBuilder;
}

/** Throws `precision-not-applicable` where no matrix in the model can be stored in 4 bits. */
export function toInt4(model: ModelProto, { report, settings }: Context): ModelProto {
  const ready = upgradeIr(model);
  const { graph } = ready;
  if (graph === null) return ready;
  const names = new FreshNames(graph);
  const store = new BlockStore(names, settings.int4);
  const rewritten = rewriteGraph(graph, null, { names, store, settings: settings.int4, report });
  if (report.changedCount === 0) throw nothingToChange(ready, report);
  const hasDomain = ready.opsetImport.some(({ domain }) => domain === DOMAIN);
  const opsetImport = hasDomain ? ready.opsetImport : [...ready.opsetImport, makeOperatorSet(DOMAIN, 1)];
  return amend(ready, { graph: rewritten, opsetImport });
}

function rewriteGraph(graph: GraphProto, around: Scope | null, workshop: Workshop): GraphProto {
  const scope = new Scope(graph, around);
  const node = graph.node.flatMap((each) => {
    const inner = mapSubgraphs(each, (subgraph) => rewriteGraph(subgraph, scope, workshop));
    return rewriteNode(each, scope, workshop) ?? [inner];
  });
  const initializer = [...graph.initializer, ...workshop.store.initializersOf(graph)];
  return dropUnused(graph, amend(graph, { node, initializer }));
}

/** What takes the node's place; null where it stays. */
function rewriteNode(node: NodeProto, scope: Scope, workshop: Workshop): readonly NodeProto[] | null {
  const decision = isStandard(node) ? decide(node, scope) : null;
  if (decision === null) return null;
  const emitted = 'why' in decision ? null : emit(node, decision.layer, workshop);
  if (emitted === null) {
    workshop.report.left(node, 'why' in decision ? decision.why : UNQUANTIZABLE);
    return null;
  }
  workshop.report.changed(node, emitted.what);
  return emitted.nodes;
}

function nothingToChange(model: ModelProto, report: ReportBuilder): Fault {
  const reasons = new Set(report.report().left.map(({ op, why }) => `${op}: ${why}`));
  if (model.functions.length > 0) reasons.add('the functions that the model brings are not looked into');
  const shown = [...reasons].slice(0, SHOWN_REASONS).join('; ') || 'it has no MatMul or Gemm';
  return new Fault('precision-not-applicable', `no matrix of the model can be stored in 4 bits: ${shown}`);
}
