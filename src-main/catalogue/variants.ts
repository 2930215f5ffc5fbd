/** The bytes that run at each precision: the model as shipped, or rewritten once and kept. */
import { join } from 'node:path';
import type { Precision } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import type { ModelDefinition } from '#models/definition.ts';
import { makeVariant, REWRITE_VERSION, type RewriteReport } from '#precision/variants.ts';
import { readModelFile } from './model-file.ts';
import { findStored, store, type StoredVariant } from './variant-store.ts';

export interface Variant {
  readonly path: string;
  readonly sha256: string;
  /** Of the model as shipped. */
  readonly modelSha256: string;
  /** What the rewriting did; null for fp32, which is not rewritten. */
  readonly report: RewriteReport | null;
}

export interface VariantPlaces {
  /** May hold variants made beforehand, under `variants/`. */
  readonly packageRoot: string;
  /** Where variants are made and kept, under `variants/`. */
  readonly cacheDir: string;
}

/** How a variant is made; the version changes whenever the bytes could. */
export interface Rewriting {
  readonly version: number;
  readonly make: typeof makeVariant;
}

/** Rejects with `model-missing`, `model-altered`, `model-corrupt`, `precision-not-applicable` or `file-unwritable`. */
export async function prepareVariant(
  model: ModelDefinition,
  precision: Precision,
  places: VariantPlaces,
  rewriting: Rewriting = { version: REWRITE_VERSION, make: makeVariant },
): Promise<Variant> {
  if (!model.precisions.includes(precision)) {
    throw new Fault('precision-not-applicable', `${model.id} does not come in ${precision}`);
  }
  const { path, bytes } = await readModelFile(model, places.packageRoot, places.cacheDir);
  const modelSha256 = model.sha256;
  if (precision === 'fp32') return { path, sha256: modelSha256, modelSha256, report: null };

  const name = `${model.id}-${precision}-r${rewriting.version}-${modelSha256}`;
  const cache = join(places.cacheDir, 'variants');
  const stored =
    (await findStored(join(places.packageRoot, 'variants'), name)) ?? (await findStored(cache, name));
  if (stored) return variantOf(stored, modelSha256);
  const made = rewriting.make(bytes, precision);
  return variantOf(await store(cache, name, made.bytes, made.report), modelSha256);
}

/** The note beside the file was written by this very version of the rewriting, so its report is too. */
function variantOf({ path, sha256, report }: StoredVariant, modelSha256: string): Variant {
  return { path, sha256, modelSha256, report: report as RewriteReport };
}
