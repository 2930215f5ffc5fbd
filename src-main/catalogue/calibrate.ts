/** Runs a model on its calibration inputs and says what its values were. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Calibration } from '#core/calibration.ts';
import { Fault } from '#core/errors.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import { hashModelFiles } from '#inference/model-hash.ts';
import { observeValues } from '#inference/observe.ts';
import { saveModelFile } from '#precision/files/save.ts';
import type { ModelProto } from '#precision/onnx/messages.ts';
import { observationModel } from '#precision/rewrites/int8-static.ts';
import type { VariantSettings } from '#precision/settings.ts';

export interface CalibrationOptions {
  /** The model as shipped. */
  readonly model: ModelProto;
  readonly feeds: readonly TensorMap[];
  readonly settings: VariantSettings;
  /** For a temporary folder, which is gone again when this settles. */
  readonly cacheDir: string;
  readonly launch: WorkerLauncher;
  /** Named in faults. */
  readonly modelId: string;
}

/**
 * Rejects with `calibration-missing` without feeds, `precision-not-applicable` where nothing in the model can
 * be quantized, `file-unwritable`, or the worker's `Fault`.
 */
export async function calibrateModel(options: CalibrationOptions): Promise<Calibration> {
  const { model, feeds, settings, cacheDir, launch, modelId } = options;
  if (feeds.length === 0) throw new Fault('calibration-missing', `${modelId} has no inputs to calibrate on`);
  const observed = observationModel(model, settings);
  const folder = await makeFolder(cacheDir);
  try {
    const path = join(folder, 'observed.onnx');
    const { dataFiles } = await saveModelFile(observed.model, path);
    const file = { path, dataFiles, sha256: await hashModelFiles(path, dataFiles) };
    const histograms = settings['int8-static'].method !== 'min-max';
    return await observeValues(launch, modelId)(file, observed.points, feeds, { histograms });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeFolder(cacheDir: string): Promise<string> {
  await mkdir(cacheDir, { recursive: true }).catch(unwritable(cacheDir));
  return mkdtemp(join(cacheDir, 'calibrating-')).catch(unwritable(cacheDir));
}

function unwritable(path: string): (cause: unknown) => never {
  return (cause) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('file-unwritable', `cannot write ${path}: ${reason}`, { cause });
  };
}
