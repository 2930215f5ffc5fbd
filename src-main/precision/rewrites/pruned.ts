/**
 * Structured pruning by magnitude: whole channels leave, so that what is left is a smaller dense model, which needs
 * no special kernels. Nothing is trained afterwards; the loss is that of the cut.
 */
import { Fault } from '#core/errors.ts';
import { dropUnused } from '../onnx/drop-unused.ts';
import { amend } from '../onnx/make.ts';
import type { GraphProto, ModelProto } from '../onnx/messages.ts';
import { FreshNames } from '../onnx/names.ts';
import { standardOpset } from '../onnx/read.ts';
import { Scope } from '../onnx/scope.ts';
import { SharedConstants } from '../onnx/shared-constants.ts';
import { mapSubgraphs } from '../onnx/walk.ts';
import { applyChoice } from '../prune/apply.ts';
import { chooseChannels } from '../prune/choose.ts';
import { findGroups } from '../prune/groups.ts';
import type { Values } from '../prune/values.ts';
import type { ReportBuilder } from '../report.ts';
import { upgradeIr } from './opset-upgrade.ts';

interface Workshop {
  readonly ratio: number;
  readonly opset: number;
  readonly constants: SharedConstants;
  readonly report: ReportBuilder;
}

interface Around {
  readonly scope: Scope;
  readonly values: Values;
}

/** The first in which operands are broadcast as they are now; before, attributes said how. */
const OLDEST_OPSET = 7;

/** How many reasons an error names. */
const SHOWN_REASONS = 3;

/**
 * The model without the share `ratio` (0 to 1) of the channels of each group of coupled channels.
 * Throws `precision-not-applicable` where no channel can leave.
 */
export function prune(model: ModelProto, ratio: number, report: ReportBuilder): ModelProto {
  const ready = upgradeIr(model);
  const { graph } = ready;
  const opset = standardOpset(ready);
  if (graph === null || opset === null) throw nothingToPrune(model, report);
  if (opset < OLDEST_OPSET) {
    const why = `its operator set is ${opset}; ${OLDEST_OPSET} is the oldest whose channels are followed`;
    throw new Fault('precision-not-applicable', `the model cannot be pruned: ${why}`);
  }
  const constants = new SharedConstants(new FreshNames(graph));
  const changedBefore = report.changedCount;
  const pruned = pruneGraph(graph, null, { ratio, opset, constants, report });
  if (report.changedCount === changedBefore) throw nothingToPrune(model, report);
  return amend(ready, {
    graph: amend(pruned, { initializer: [...pruned.initializer, ...constants.tensors] }),
  });
}

function pruneGraph(graph: GraphProto, around: Around | null, workshop: Workshop): GraphProto {
  const { ratio, opset, constants, report } = workshop;
  const scope = new Scope(graph, around?.scope ?? null);
  const channels = findGroups(graph, scope, around?.values ?? null, opset);
  const choice = chooseChannels(channels, ratio, report);
  const inside = { scope, values: channels.values };
  const cut = applyChoice(graph, scope, channels, choice, constants);
  const node = cut.node.map((each) => mapSubgraphs(each, (inner) => pruneGraph(inner, inside, workshop)));
  return dropUnused(graph, amend(cut, { node }));
}

function nothingToPrune({ functions }: ModelProto, report: ReportBuilder): Fault {
  const reasons = new Set(report.report().left.map(({ node, op, why }) => `${op} "${node}": ${why}`));
  if (functions.length > 0) reasons.add('the functions that the model brings are not looked into');
  const shown =
    [...reasons].slice(0, SHOWN_REASONS).join('; ') || 'it has no layer whose channels another reads';
  return new Fault('precision-not-applicable', `nothing in the model can be pruned: ${shown}`);
}
