/** Which precisions have something to change in a model. */
import { PRECISIONS, type Precision } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import type { PrecisionOffer } from '#core/imported.ts';
import type { ModelProto } from '#precision/onnx/messages.ts';
import { graphsWithin } from '#precision/onnx/walk.ts';
import { observationModel } from '#precision/rewrites/int8-static.ts';
import type { VariantSettings } from '#precision/settings.ts';
import { rewriteModel } from '#precision/variants.ts';

/** Rewriting holds the new weights in memory; a model above this is judged by its operators alone. */
export const MAX_TRIED_BYTES = 256 * 2 ** 20;
/** What every reduced precision works on. */
const WEIGHTED = new Set(['Conv', 'MatMul', 'Gemm', 'LSTM', 'Attention']);

/** Every precision but fp32, each tried on the model itself. `bytes`: of the model's files. */
export function surveyPrecisions(
  model: ModelProto,
  bytes: number,
  settings: VariantSettings,
): PrecisionOffer[] {
  return PRECISIONS.filter((precision) => precision !== 'fp32').map((precision) =>
    surveyPrecision(model, precision, bytes, settings),
  );
}

export function surveyPrecision(
  model: ModelProto,
  precision: Precision,
  bytes: number,
  settings: VariantSettings,
): PrecisionOffer {
  if (bytes > MAX_TRIED_BYTES) return byOperators(model, precision);
  try {
    return { precision, applies: true, detail: tried(model, precision, settings) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { precision, applies: false, detail: error.message };
  }
}

/** Static quantization needs the model's values to be made, but not to tell what there is to quantize. */
function tried(model: ModelProto, precision: Precision, settings: VariantSettings): string {
  if (precision === 'int8-static') {
    const { points } = observationModel(model, settings);
    return `takes the ranges of ${points.length} values`;
  }
  const { changed } = rewriteModel(model, precision, { settings }).report;
  return `changes ${changed.length} ${changed.length === 1 ? 'node' : 'nodes'}`;
}

function byOperators({ graph }: ModelProto, precision: Precision): PrecisionOffer {
  const nodes = graph === null ? [] : [...graphsWithin(graph)].flatMap(({ node }) => node);
  const applies = nodes.some(({ opType }) => WEIGHTED.has(opType));
  const operators = [...WEIGHTED].join(', ');
  return { precision, applies, detail: applies ? null : `it has no ${operators}` };
}
