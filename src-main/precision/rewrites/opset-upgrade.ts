/**
 * Raises a model of operator set 9 or later to 11, the first that has DynamicQuantizeLinear, or to 13, the
 * first whose QuantizeLinear and DequantizeLinear have a scale a channel.
 *
 * Between 9 and 11 most operators changed only by accepting more (negative axes, further types, new
 * attributes whose default is what was before). Those that changed otherwise are below: an input where an
 * attribute was, or a reason to refuse. From 11 to 13: opset-13.ts. Source: the version history in onnx/docs/Changelog.md.
 */
import { Fault } from '#core/errors.ts';
import { attributeOf, floatOf } from '../onnx/attributes.ts';
import { amend } from '../onnx/make.ts';
import type { Int64, ModelProto, NodeProto } from '../onnx/messages.ts';
import { int64ToNumber, isStandard, nodeLabel } from '../onnx/messages.ts';
import { FreshNames } from '../onnx/names.ts';
import { standardOpset } from '../onnx/read.ts';
import { SharedConstants } from '../onnx/shared-constants.ts';
import { mapGraphs } from '../onnx/walk.ts';
import type { ReportBuilder } from '../report.ts';
import { refusedAt13, upgradeTo13 } from './opset-13.ts';

/** What a rewrite needs at least. */
export type TargetOpset = 11 | 13;
const OLDEST_OPSET = 9;
/** Below IR 4 each initializer is listed as an input too; from 4 on that would make it replaceable. */
const IR_WITHOUT_INITIALIZER_INPUTS = 4;

/** The largest finite float32: Clip's bounds before opset 11, where none is given. */
const FLOAT32_MAX = 3.4028234663852886e38;

/** Attribute values that became inputs; `null` is an input that is absent. */
type NewInput = { readonly ints: readonly Int64[] } | { readonly float: number } | null;
type Adapter = (node: NodeProto) => { inputs: NewInput[]; dropped: string[] };

const ADAPTERS: Readonly<Record<string, { readonly until: number; readonly adapt: Adapter }>> = {
  Clip: {
    until: 10,
    adapt: (node) => ({
      inputs: [{ float: floatOf(node, 'min', -FLOAT32_MAX) }, { float: floatOf(node, 'max', FLOAT32_MAX) }],
      dropped: ['min', 'max'],
    }),
  },
  Pad: {
    until: 10,
    adapt: (node) => ({
      inputs: [{ ints: attributeOf(node, 'pads')?.ints ?? [] }, { float: floatOf(node, 'value', 0) }],
      dropped: ['pads', 'value'],
    }),
  },
  Slice: {
    until: 9,
    adapt: (node) => {
      const axes = attributeOf(node, 'axes');
      return {
        inputs: [
          { ints: attributeOf(node, 'starts')?.ints ?? [] },
          { ints: attributeOf(node, 'ends')?.ints ?? [] },
          axes && { ints: axes.ints },
        ],
        dropped: ['starts', 'ends', 'axes'],
      };
    },
  },
};

/** Operators with another meaning or form at opset 11, which nothing here rewrites yet. */
const NOT_UPGRADED: Readonly<Record<string, { readonly until: number }>> = {
  Upsample: { until: 9 },
  TopK: { until: 9 },
  Resize: { until: 10 },
  Scatter: { until: 10 },
};

/**
 * The model at opset `target` or later; one that is there already comes back as it is.
 * Throws `precision-not-applicable` where the model is too old or a node has no equivalent here.
 */
export function upgradeOpset(model: ModelProto, report: ReportBuilder, target: TargetOpset = 11): ModelProto {
  const opset = standardOpset(model);
  const { graph } = model;
  if (graph === null || opset === null || opset >= target) return model;
  if (opset < OLDEST_OPSET) {
    throw notApplicable(`its operator set is ${opset}; ${OLDEST_OPSET} is the oldest that can be upgraded`);
  }
  if (model.functions.length > 0) {
    throw notApplicable(
      `it has functions of its own at operator set ${opset}, which cannot be upgraded here`,
    );
  }
  const names = new FreshNames(graph);
  const step: Step = { opset, target, names, constants: new SharedConstants(names), report };
  const upgraded = mapGraphs(graph, (inner) =>
    amend(inner, { node: inner.node.flatMap((node) => upgradeNode(node, step)) }),
  );
  return amend(model, {
    graph: amend(upgraded, { initializer: [...upgraded.initializer, ...step.constants.tensors] }),
    opsetImport: model.opsetImport.map((entry) =>
      entry.domain === '' || entry.domain === 'ai.onnx' ? amend(entry, { version: target }) : entry,
    ),
  });
}

interface Step {
  readonly opset: number;
  readonly target: TargetOpset;
  readonly names: FreshNames;
  readonly constants: SharedConstants;
  readonly report: ReportBuilder;
}

/** The model at IR 4 or later, so that new initializers need not be inputs. */
export function upgradeIr(model: ModelProto): ModelProto {
  const { graph, irVersion } = model;
  if (graph === null || (int64ToNumber(irVersion) ?? 0) >= IR_WITHOUT_INITIALIZER_INPUTS) return model;
  const constants = new Set(graph.initializer.map(({ name }) => name));
  const input = graph.input.filter(({ name }) => !constants.has(name));
  return amend(model, { irVersion: IR_WITHOUT_INITIALIZER_INPUTS, graph: amend(graph, { input }) });
}

function upgradeNode(node: NodeProto, step: Step): readonly NodeProto[] {
  if (!isStandard(node)) return [node];
  const { opset, target, report } = step;
  const refused = NOT_UPGRADED[node.opType];
  if ((refused && opset <= refused.until) || usesDropoutMask(node)) throw cannotUpgrade(node, step, '');
  const why = target === 13 ? refusedAt13(node) : null;
  if (why !== null) throw cannotUpgrade(node, step, `: ${why}`);
  const at11 = upgradeTo11(node, step);
  const upgraded = target === 13 ? upgradeTo13(at11, step) : null;
  if (upgraded === null) return [at11];
  report.changed(node, upgraded.what);
  return upgraded.nodes;
}

function upgradeTo11(node: NodeProto, { opset, constants, report }: Step): NodeProto {
  const adapter = ADAPTERS[node.opType];
  if (adapter === undefined || opset > adapter.until) return node;
  const { inputs, dropped } = adapter.adapt(node);
  report.changed(node, `${dropped.join(', ')} given as inputs, as operator set 11 has it`);
  return amend(node, {
    input: [...node.input, ...inputs.map((input) => nameOf(input, constants))],
    attribute: node.attribute.filter(({ name }) => !dropped.includes(name)),
  });
}

function cannotUpgrade(node: NodeProto, { opset, target }: Step, why: string): Fault {
  return notApplicable(
    `its operator set is ${opset} and ${node.opType} "${nodeLabel(node)}" cannot be upgraded to ${target} here${why}`,
  );
}

/** Its second output changed from the input's type to bool at opset 10. */
function usesDropoutMask(node: NodeProto): boolean {
  return node.opType === 'Dropout' && (node.output[1] ?? '') !== '';
}

function nameOf(input: NewInput, constants: SharedConstants): string {
  if (input === null) return '';
  return 'ints' in input ? constants.ints(input.ints) : constants.float(input.float);
}

function notApplicable(why: string): Fault {
  return new Fault('precision-not-applicable', `the model cannot be quantized: ${why}`);
}
