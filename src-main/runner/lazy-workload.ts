/** A configuration from the catalogue: its variant is made when it is prepared, not before. */
import type { Configuration } from '#core/configuration.ts';
import type { Workload } from '#core/ports.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { WorkerLauncher } from '#core/worker-channel.ts';
import { loadAssets } from '#catalogue/inputs.ts';
import { prepareVariant } from '#catalogue/variants.ts';
import { runReference } from '#inference/reference.ts';
import { createWorkload } from '#inference/worker/worker-workload.ts';
import type { ModelDefinition } from '#models/definition.ts';
import { Fault } from '#core/errors.ts';
import type { Places } from './places.ts';

export interface ModelSource {
  readonly model: ModelDefinition;
  readonly places: Places;
  readonly launch: WorkerLauncher;
  /** What fp32 on the CPU answers; run once a model, when it is first asked for. */
  readonly reference: () => Promise<readonly TensorMap[]>;
}

/** The parts that all configurations of a model share. */
export function openModel(model: ModelDefinition, places: Places, launch: WorkerLauncher): ModelSource {
  let outputs: Promise<readonly TensorMap[]> | null = null;
  const runOnce = async () => {
    const { path, sha256 } = await prepareVariant(model, 'fp32', places);
    const feeds = model.inputs(await loadAssets(model, places.packageRoot));
    return runReference({ model: model.id, file: { path, sha256, dataFiles: [] }, feeds, launch });
  };
  const reference = (): Promise<readonly TensorMap[]> => {
    outputs ??= runOnce().catch((error: unknown) => {
      // One worker that was killed must not fail the model's other precisions, too.
      outputs = null;
      throw error;
    });
    return outputs;
  };
  return { model, places, launch, reference };
}

/** A file that is missing or altered fails this configuration when it is prepared, not the run. */
export function lazyWorkload(configuration: Configuration, source: ModelSource): Workload {
  const { model, places, launch, reference } = source;
  let workload: Workload | null = null;
  const prepared = (): Workload => {
    if (workload === null) throw new Fault('internal', `${model.id} was used before it was prepared`);
    return workload;
  };
  return {
    configuration,
    work: model.work,
    async prepare(signal) {
      const variant = await prepareVariant(model, configuration.precision, places);
      const { check } = model;
      const assets = await loadAssets(model, places.packageRoot);
      workload = createWorkload({
        configuration,
        work: model.work,
        bounds: configuration.precision === 'fp32' ? null : model.bounds,
        variant: { ...variant, dataFiles: [] },
        feeds: model.inputs(assets),
        classOutput: model.classOutput,
        reference,
        check: check && ((run) => check(run, assets)),
        launch,
      });
      return workload.prepare(signal);
    },
    start: async (pace) => prepared().start(pace),
    stop: async () => prepared().stop(),
    cpuSeconds: async () => prepared().cpuSeconds(),
    close: async () => workload?.close(),
  };
}
