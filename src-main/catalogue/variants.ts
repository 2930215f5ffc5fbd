/** The model that runs at each precision: as shipped, or rewritten once and kept. */
import { join } from 'node:path';
import type { Calibration } from '#core/calibration.ts';
import type { Precision } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import type { ModelDefinition } from '#models/definition.ts';
import { openModelFile } from '#precision/files/open.ts';
import { saveModelFile } from '#precision/files/save.ts';
import type { ModelProto } from '#precision/onnx/messages.ts';
import { settingsKey, type VariantSettings } from '#precision/settings.ts';
import { REWRITE_VERSION, rewriteModel, type RewriteReport } from '#precision/variants.ts';
import { calibrateModel } from './calibrate.ts';
import { feedsHash } from './feeds/feeds-hash.ts';
import { loadAssets } from './inputs.ts';
import { findModelFile, type ModelFile, type ModelPlaces } from './model-file.ts';
import { settingsForThisMachine } from './machine-settings.ts';
import { findOrStore, findStored, type StoredModel } from './variant-store.ts';

export interface Variant extends ModelFile {
  /** Of the model as shipped. */
  readonly modelSha256: string;
  /** What the rewriting did; null for fp32, which is not rewritten. */
  readonly report: RewriteReport | null;
  /** Seconds that it took to make, whenever that was; null for fp32. */
  readonly madeInS: number | null;
}

export interface VariantOptions {
  /** int8-static runs the model to see its values. */
  readonly launch: WorkerLauncher;
  /** Absent: what suits this machine. */
  readonly settings?: VariantSettings;
  /** Absent: the rewriting of this program. */
  readonly rewriting?: Rewriting;
}

/** How a variant is made; the version changes whenever the bytes could. */
export interface Rewriting {
  readonly version: number;
  readonly rewrite: typeof rewriteModel;
}

/**
 * Finds the variant in the package or in the cache, or makes and keeps it: once, however many processes ask. The model
 * is in memory only while it is rewritten. Rejects with `model-missing`, `model-altered`, `model-corrupt`,
 * `precision-not-applicable`, `file-unwritable`, or what calibrating rejects with.
 */
export async function prepareVariant(
  model: ModelDefinition,
  precision: Precision,
  places: ModelPlaces,
  options: VariantOptions,
): Promise<Variant> {
  if (!model.precisions.includes(precision)) {
    throw new Fault('precision-not-applicable', `${model.id} does not come in ${precision}`);
  }
  const file = await findModelFile(model, places);
  const modelSha256 = model.sha256;
  if (precision === 'fp32') return { ...file, modelSha256, report: null, madeInS: null };

  const settings = options.settings ?? (await settingsForThisMachine());
  const { version, rewrite } = options.rewriting ?? { version: REWRITE_VERSION, rewrite: rewriteModel };
  const feeds =
    precision === 'int8-static' ? model.calibration(await loadAssets(model, places.packageRoot)) : null;
  const name = [
    ...[model.id, precision, settingsKey(precision, settings), `r${version}`, modelSha256],
    // The name must stay within what file systems take; 64 bits tell inputs apart well enough.
    feeds === null ? '' : feedsHash(feeds).slice(0, 16),
  ];
  const key = name.filter((part) => part !== '').join('-');
  const shipped = await findStored(join(places.packageRoot, 'variants'), key);
  if (shipped !== null) return variantOf(shipped, modelSha256);
  const calibrate = (shippedModel: ModelProto): Promise<Calibration> =>
    calibrateModel({
      ...{ model: shippedModel, feeds: feeds ?? [], settings, modelId: model.id },
      ...{ cacheDir: places.cacheDir, launch: options.launch },
    });
  const stored = await findOrStore(join(places.cacheDir, 'variants'), key, async (path) => {
    const opened = await openModelFile(file.path);
    try {
      const calibration = feeds === null ? null : await calibrate(opened.model);
      const made = rewrite(opened.model, precision, { settings, calibration });
      return { ...(await saveModelFile(made.model, path)), report: made.report };
    } finally {
      await opened.close();
    }
  });
  return variantOf(stored, modelSha256);
}

/** The note beside the file was written by this very version of the rewriting, so its report is too. */
function variantOf({ report, ...stored }: StoredModel, modelSha256: string): Variant {
  return { ...stored, modelSha256, report: report as RewriteReport };
}
