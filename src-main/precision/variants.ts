/** A model at a reduced precision, made from the model as shipped. */
import type { Precision } from '#core/configuration.ts';
import { readModel } from './onnx/read.ts';
import { writeModel } from './onnx/write.ts';
import type { RewriteReport } from './report.ts';
import { ReportBuilder } from './report.ts';
import { quantizeDynamic } from './rewrites/int8-dynamic.ts';

export type { RewriteReport } from './report.ts';

/** Bump when the bytes of any variant could change: part of the cache key. */
export const REWRITE_VERSION: number = 1;

export interface VariantBytes {
  readonly bytes: Uint8Array;
  readonly report: RewriteReport;
}

/**
 * Pure: the same model and precision give the same bytes. fp32 returns the input bytes unchanged, once
 * they are known to be a model. Throws `Fault`: `model-corrupt`, or `precision-not-applicable` where the
 * model has nothing that this precision can change.
 */
export function makeVariant(model: Uint8Array, precision: Precision): VariantBytes {
  const read = readModel(model);
  const report = new ReportBuilder();
  if (precision === 'fp32') return { bytes: model, report: report.report() };
  const rewritten = quantizeDynamic(read, report);
  return { bytes: writeModel(rewritten), report: report.report() };
}
