/** A model at a reduced precision, made from the model as shipped. */
import type { Precision } from '#core/configuration.ts';
import type { ModelProto } from './onnx/messages.ts';
import { readModel } from './onnx/read.ts';
import { writeModel } from './onnx/write.ts';
import type { RewriteReport } from './report.ts';
import { ReportBuilder } from './report.ts';
import { quantizeDynamic } from './rewrites/int8-dynamic.ts';

export type { RewriteReport } from './report.ts';

/** Bump when the bytes of any variant could change: part of the cache key. */
export const REWRITE_VERSION: number = 2;

export interface VariantBytes {
  readonly bytes: Uint8Array;
  readonly report: RewriteReport;
}

/** A pure function of the model; says what it did in the report. */
type Rewrite = (model: ModelProto, report: ReportBuilder) => ModelProto;

/** A new precision does not compile until it is made here; `null`: the model as shipped. */
const REWRITES: Record<Precision, Rewrite | null> = {
  fp32: null,
  'int8-dynamic': quantizeDynamic,
};

/**
 * Pure: the same model and precision give the same bytes. fp32 returns the input bytes unchanged, once
 * they are known to be a model. Throws `Fault`: `model-corrupt`, or `precision-not-applicable` where the
 * model has nothing that this precision can change.
 */
export function makeVariant(model: Uint8Array, precision: Precision): VariantBytes {
  const read = readModel(model);
  const report = new ReportBuilder();
  const rewrite = REWRITES[precision];
  const bytes = rewrite === null ? model : writeModel(rewrite(read, report));
  return { bytes, report: report.report() };
}
