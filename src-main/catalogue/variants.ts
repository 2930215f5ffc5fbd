/** The bytes that run at each precision: the model as shipped, or rewritten once and kept. */
import type { Precision } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import type { ModelDefinition } from '#models/definition.ts';
import { readModelFile } from './model-file.ts';

/** Replaced by the report of src-main/precision when that lands. */
export type RewriteReport = Readonly<Record<string, unknown>>;

export interface Variant {
  readonly path: string;
  readonly sha256: string;
  /** Of the model as shipped. */
  readonly modelSha256: string;
  /** What the rewriting did; null for fp32, which is not rewritten. */
  readonly report: RewriteReport | null;
}

export interface VariantPlaces {
  readonly packageRoot: string;
  readonly cacheDir: string;
}

/** Rejects with `model-missing`, `model-altered`, `precision-not-applicable` or `file-unwritable`. */
export async function prepareVariant(
  model: ModelDefinition,
  precision: Precision,
  places: VariantPlaces,
): Promise<Variant> {
  if (!model.precisions.includes(precision)) {
    throw new Fault('precision-not-applicable', `${model.id} does not come in ${precision}`);
  }
  const { path } = await readModelFile(model, places.packageRoot);
  if (precision === 'fp32') return { path, sha256: model.sha256, modelSha256: model.sha256, report: null };
  throw new Fault('precision-not-applicable', `${precision} is not wired yet`);
}
