/**
 * INT8 by static quantization: weights and activations have ranges that are known before the model runs, the
 * activations' from a calibration on inputs of the model's own. In the form of QuantizeLinear and
 * DequantizeLinear around float operators (QDQ), from which ONNX Runtime makes integer operators.
 */
import type { Calibration } from '#core/calibration.ts';
import { type QuantizationRange, rangeOf } from '#core/calibration/range.ts';
import { Fault } from '#core/errors.ts';
import { StaticDraft } from '../int8-static/draft.ts';
import { asSubtraction, emitBetween, emitLayer, type Site } from '../int8-static/emit.ts';
import { foldConvolutions } from '../int8-static/fold-conv.ts';
import { type GraphPlan, planModel } from '../int8-static/plan.ts';
import { exposePoints, namePoints, type Points } from '../int8-static/points.ts';
import { scaleOf } from '../int8-static/scales.ts';
import { NO_OBSTACLES, type Obstacles, select, type Selection } from '../int8-static/select.ts';
import { type UsefulRange, usefulRange } from '../int8-static/useful-range.ts';
import { dropUnused } from '../onnx/drop-unused.ts';
import { amend } from '../onnx/make.ts';
import type { GraphProto, ModelProto, NodeProto } from '../onnx/messages.ts';
import { FreshNames } from '../onnx/names.ts';
import { Scope } from '../onnx/scope.ts';
import { mapSubgraphs } from '../onnx/walk.ts';
import { ReportBuilder } from '../report.ts';
import type { VariantSettings } from '../settings.ts';
import type { RewriteContext } from '../variants.ts';
import { upgradeIr, upgradeOpset } from './opset-upgrade.ts';

/** How many reasons an error names. */
const SHOWN_REASONS = 3;

export interface ObservedModel {
  readonly model: ModelProto;
  /** Names of outputs of `model`: what the calibration is about. */
  readonly points: readonly string[];
}

/**
 * The model in the form that is quantized, with the values to observe as further outputs. Those inside the
 * branches of an If are led out of it; in a branch that is not taken, they are empty.
 * Throws `precision-not-applicable` where there is nothing to quantize, or the operator set cannot be upgraded.
 */
export function observationModel(model: ModelProto, _settings: VariantSettings): ObservedModel {
  const report = new ReportBuilder();
  const { ready, plan, names, points } = prepare(model, report);
  const all = [...points.values()].flatMap((named) => [...named.values()]);
  if (all.length === 0) throw nothingToQuantize(ready, plan, []);
  return { model: amend(ready, { graph: exposePoints(plan, points, names) }), points: all };
}

/**
 * Throws `calibration-missing` without a calibration, and `precision-not-applicable` where nothing in the
 * model can be quantized.
 */
export function quantizeStatic(model: ModelProto, context: RewriteContext): ModelProto {
  const { report, settings, calibration } = context;
  if (calibration === null) {
    throw new Fault(
      'calibration-missing',
      'int8-static needs to know what the activations were on real inputs',
    );
  }
  const { ready, plan, names, points } = prepare(model, report);
  const workshop: Workshop = { ...{ names, points, report, settings, calibration }, left: [], layers: 0 };
  const graph = quantizeGraph(plan, null, workshop);
  if (workshop.layers === 0) throw nothingToQuantize(ready, plan, workshop.left);
  return amend(ready, { graph });
}

interface Prepared {
  readonly ready: ModelProto;
  readonly plan: GraphPlan;
  readonly names: FreshNames;
  readonly points: Points;
}

/** The same for the same model, so that a rewrite finds what was observed by its name. */
function prepare(model: ModelProto, report: ReportBuilder): Prepared {
  const ready = foldConvolutions(upgradeIr(upgradeOpset(model, report, 13)), report);
  const { graph } = ready;
  if (graph === null) throw new Fault('model-corrupt', 'the model holds no graph');
  const names = new FreshNames(graph);
  const plan = planModel(graph);
  return { ready, plan, names, points: namePoints(plan, new Map(selectAll(plan)), names) };
}

function* selectAll(plan: GraphPlan): Generator<[GraphPlan, Selection]> {
  yield [plan, select(plan, NO_OBSTACLES)];
  for (const inner of plan.inner.values()) yield* selectAll(inner);
}

interface Workshop {
  readonly names: FreshNames;
  readonly points: Points;
  readonly report: ReportBuilder;
  readonly settings: VariantSettings;
  readonly calibration: Calibration;
  /** Reasons, for the fault where nothing was quantized. */
  readonly left: string[];
  /** Layers that were quantized. */
  layers: number;
}

function quantizeGraph(plan: GraphPlan, around: Scope | null, workshop: Workshop): GraphProto {
  const { graph } = plan;
  const { names, report, settings, left } = workshop;
  const scope = new Scope(graph, around);
  const symmetric = settings['int8-static'].activations === 'symmetric';
  const unsignedWeights = settings.int8.weights === 'uint8';
  const { obstacles, ranges } = lookUp(plan, scope, workshop);
  const selection = select(plan, obstacles);
  for (const { node, why } of [...plan.left, ...selection.left]) {
    report.left(node, why);
    left.push(`${node.opType}: ${why}`);
  }
  const draft = new StaticDraft(names, { symmetric, unsignedWeights });
  const integers = new Map(
    [...selection.chosen.values()].filter((each) => each.quantizesOutput).map((each) => [each.output, each]),
  );
  const site: Site = {
    ...{ draft, report, symmetric, integers },
    scaleOf: (value) => scaleOf(ranges(selection.rangeOf(value)), symmetric),
  };
  const absorbed = new Set<NodeProto>();
  const products = new Set<string>();
  for (const node of graph.node) {
    const chosen = selection.chosen.get(node);
    if (chosen?.cut) absorbed.add(chosen.cut);
    if (absorbed.has(node)) continue;
    const layer = chosen?.layer ?? null;
    if (chosen && layer) {
      emitLayer(chosen, layer, site);
      workshop.layers += 1;
      if (layer.kind === 'MatMul' && !chosen.quantizesOutput) products.add(chosen.output);
    } else if (chosen) {
      emitBetween(chosen, site);
    } else {
      const product = node.input.find((name) => products.has(name));
      const subtraction = product === undefined ? null : asSubtraction(node, product, scope, draft);
      const inner = mapSubgraphs(node, (each) => {
        const innerPlan = plan.inner.get(each);
        return innerPlan ? quantizeGraph(innerPlan, scope, workshop) : each;
      });
      draft.nodes.push(subtraction ?? inner);
    }
  }
  const initializer = [...graph.initializer, ...draft.initializers];
  return dropUnused(graph, amend(graph, { node: draft.nodes, initializer }));
}

interface Known {
  readonly obstacles: Obstacles;
  /** Of a value that nothing stands against. */
  readonly ranges: (value: string) => QuantizationRange;
}

/** What the calibration says about the values of one graph. */
function lookUp(plan: GraphPlan, scope: Scope, { points, settings, calibration }: Workshop): Known {
  const { method, activations } = settings['int8-static'];
  const symmetric = activations === 'symmetric';
  const named = points.get(plan);
  const known = new Map<string, QuantizationRange | string>();
  const find = (value: string): QuantizationRange | string => {
    const observed = calibration.get(named?.get(value) ?? '');
    if (observed === undefined) return 'was never seen in the calibration';
    const range = rangeOf(observed, method, symmetric);
    if (range === null) return 'was not finite in the calibration';
    return symmetric ? range : within(range, usefulRange(value, plan, scope));
  };
  const look = (value: string): QuantizationRange | string => {
    const range = known.get(value) ?? find(value);
    known.set(value, range);
    return range;
  };
  const ranges = (value: string): QuantizationRange => {
    const range = look(value);
    if (typeof range !== 'string') return range;
    throw new Fault('internal', `the value "${value}" ${range}`);
  };
  const obstacles: Obstacles = {
    value: (name) => {
      const range = look(name);
      return typeof range === 'string' ? range : null;
    },
    layer: ({ weights, bias }) =>
      isFinite(weights()) && (bias === null || isFinite(bias))
        ? null
        : 'its weights or its bias hold NaN or infinity',
  };
  return { obstacles, ranges };
}

/** What lies in both; 0 stays in it, as it must. */
function within({ low, high }: QuantizationRange, useful: UsefulRange): QuantizationRange {
  return { low: Math.min(0, Math.max(low, useful.low)), high: Math.max(0, Math.min(high, useful.high)) };
}

function isFinite(values: Float32Array): boolean {
  for (const value of values) if (!Number.isFinite(value)) return false;
  return true;
}

function nothingToQuantize(model: ModelProto, plan: GraphPlan, left: readonly string[]): Fault {
  const reasons = new Set([...plan.left.map(({ node, why }) => `${node.opType}: ${why}`), ...left]);
  if (model.functions.length > 0) reasons.add('the functions that the model brings are not looked into');
  const shown = [...reasons].slice(0, SHOWN_REASONS).join('; ') || 'it has no MatMul, Gemm or Conv';
  return new Fault('precision-not-applicable', `nothing in the model can be quantized to int8: ${shown}`);
}
