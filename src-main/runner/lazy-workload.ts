/** A configuration from the catalogue: its variant is made when it is prepared, not before. */
import type { Configuration } from '#core/configuration.ts';
import { boundsOf } from '#core/fidelity-bounds.ts';
import type { Workload } from '#core/ports.ts';
import { PROVIDER_FACTS } from '#core/providers.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { Launchers } from '#core/worker/channel.ts';
import { loadAssets } from '#catalogue/inputs.ts';
import { prepareVariant } from '#catalogue/variants.ts';
import { runReference } from '#inference/reference.ts';
import { createWorkload, NO_LIMITS, type WorkerLimits } from '#inference/worker/worker-workload.ts';
import type { Assets, ModelDefinition } from '#models/definition.ts';
import { Fault } from '#core/errors.ts';
import type { Places } from './places.ts';

export interface ModelSource {
  readonly model: ModelDefinition;
  readonly places: Places;
  readonly launchers: Launchers;
  readonly limits: WorkerLimits;
  /** Decoded and made once a model, when first asked for: 32 pictures are a hundred megabytes. */
  readonly inputs: () => Promise<ModelInputs>;
  /** What fp32 on the CPU answers; run once a model, when it is first asked for. */
  readonly reference: () => Promise<readonly TensorMap[]>;
}

interface ModelInputs {
  readonly assets: Assets;
  readonly feeds: readonly TensorMap[];
}

/** The parts that all configurations of a model share. */
export function openModel(
  model: ModelDefinition,
  places: Places,
  launchers: Launchers,
  limits: WorkerLimits = NO_LIMITS,
): ModelSource {
  let made: Promise<ModelInputs> | null = null;
  const launch = launchers.native;
  const makeInputs = async (): Promise<ModelInputs> => {
    const assets = await loadAssets(model, places.packageRoot);
    return { assets, feeds: model.inputs(assets) };
  };
  const inputs = (): Promise<ModelInputs> => {
    made ??= makeInputs();
    return made;
  };
  let outputs: Promise<readonly TensorMap[]> | null = null;
  const runOnce = async () => {
    const { path, sha256, dataFiles } = await prepareVariant(model, 'fp32', places, { launch });
    const { feeds } = await inputs();
    return runReference({ model: model.id, file: { path, sha256, dataFiles }, feeds, launch });
  };
  const reference = (): Promise<readonly TensorMap[]> => {
    outputs ??= runOnce().catch((error: unknown) => {
      // One worker that was killed must not fail the model's other precisions, too.
      outputs = null;
      throw error;
    });
    return outputs;
  };
  return { model, places, launchers, limits, inputs, reference };
}

/** A file that is missing or altered fails this configuration when it is prepared, not the run. */
export function lazyWorkload(configuration: Configuration, source: ModelSource): Workload {
  const { model, places, launchers, inputs, reference } = source;
  let workload: Workload | null = null;
  const prepared = (): Workload => {
    if (workload === null) throw new Fault('internal', `${model.id} was used before it was prepared`);
    return workload;
  };
  return {
    configuration,
    work: model.work,
    async prepare(signal) {
      const variant = await prepareVariant(model, configuration.precision, places, {
        launch: launchers.native,
      });
      const { check } = model;
      const { assets, feeds } = await inputs();
      workload = createWorkload({
        configuration,
        work: model.work,
        bounds: boundsOf(configuration, model),
        variant: { path: variant.path, sha256: variant.sha256, dataFiles: variant.dataFiles },
        feeds,
        classOutput: model.classOutput,
        reference,
        check: check && ((run) => check(run, assets)),
        launch: launchers[PROVIDER_FACTS[configuration.provider].runtime],
        limits: source.limits,
      });
      return workload.prepare(signal);
    },
    start: async (pace) => prepared().start(pace),
    stop: async () => prepared().stop(),
    cpuSeconds: async () => prepared().cpuSeconds(),
    close: async () => workload?.close(),
  };
}
