/** A model at a reduced precision, made from the model as shipped. */
import type { Calibration } from '#core/calibration.ts';
import type { Precision } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import type { ModelProto } from './onnx/messages.ts';
import { readModel } from './onnx/read.ts';
import { isExternal } from './onnx/tensors.ts';
import { tensorsWithin } from './onnx/walk.ts';
import { writeModel } from './onnx/write.ts';
import type { RewriteReport } from './report.ts';
import { ReportBuilder } from './report.ts';
import { toFp16 } from './rewrites/fp16.ts';
import { toInt4 } from './rewrites/int4.ts';
import { quantizeDynamic } from './rewrites/int8-dynamic.ts';
import { quantizeStatic } from './rewrites/int8-static.ts';
import { prune } from './rewrites/pruned.ts';
import { sparsify } from './rewrites/sparse.ts';
import { DEFAULT_SETTINGS, type VariantSettings } from './settings.ts';

export type { RewriteReport } from './report.ts';

/** Bump when the bytes of any variant could change: part of the cache key. */
export const REWRITE_VERSION: number = 4;

export interface RewriteOptions {
  readonly settings?: VariantSettings;
  /** What the model's activations were seen to be; only int8-static needs it. */
  readonly calibration?: Calibration | null;
}

/** What a rewrite is given beside the model. */
export interface RewriteContext {
  readonly report: ReportBuilder;
  readonly settings: VariantSettings;
  readonly calibration: Calibration | null;
}

export interface Variant {
  readonly model: ModelProto;
  readonly report: RewriteReport;
}

export interface VariantBytes {
  readonly bytes: Uint8Array;
  readonly report: RewriteReport;
}

/** A pure function of the model; says what it did in the report. */
type Rewrite = (model: ModelProto, context: RewriteContext) => ModelProto;

/** A new precision does not compile until it is made here; `null`: the model as shipped. */
const REWRITES: Record<Precision, Rewrite | null> = {
  fp32: null,
  fp16: toFp16,
  'int8-dynamic': (model, { report, settings }) => quantizeDynamic(model, report, settings.int8.weights),
  'int8-static': quantizeStatic,
  int4: toInt4,
  'pruned-25': (model, { report }) => prune(model, 0.25, report),
  'pruned-50': (model, { report }) => prune(model, 0.5, report),
  'sparse-50': (model, { report }) => sparsify(model, 0.5, report),
};

/**
 * Pure: the same model, precision and options give the same messages. Throws `Fault`:
 * `precision-not-applicable` where the model has nothing that this precision can change,
 * `calibration-missing` where int8-static is given none, `model-missing` where a tensor lies in a file that was not
 * opened (see files/open.ts).
 */
export function rewriteModel(
  model: ModelProto,
  precision: Precision,
  { settings = DEFAULT_SETTINGS, calibration = null }: RewriteOptions = {},
): Variant {
  const report = new ReportBuilder();
  const rewrite = REWRITES[precision];
  if (rewrite !== null) expectAllData(model);
  const rewritten = rewrite === null ? model : rewrite(model, { report, settings, calibration });
  return { model: rewritten, report: report.report() };
}

/**
 * The same on the bytes of a model in one file. fp32 returns the input bytes unchanged, once they are
 * known to be a model. Throws `model-corrupt` besides.
 */
export function makeVariant(
  bytes: Uint8Array,
  precision: Precision,
  options: RewriteOptions = {},
): VariantBytes {
  const { model, report } = rewriteModel(readModel(bytes), precision, options);
  return { bytes: precision === 'fp32' ? bytes : writeModel(model), report };
}

function expectAllData({ graph }: ModelProto): void {
  for (const { name } of graph === null ? [] : [...tensorsWithin(graph)].filter(isExternal)) {
    throw new Fault('model-missing', `the tensor "${name}" lies in another file`, {
      remedy: 'Give the model as a path, with its data files beside it.',
    });
  }
}
