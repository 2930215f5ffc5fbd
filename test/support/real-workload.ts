/** A workload on a real model in a real worker process. */
import { join } from 'node:path';
import { ON_CPU, type Configuration } from '#core/configuration.ts';
import type { Workload } from '#core/ports.ts';
import { loadAssets } from '#catalogue/inputs.ts';
import type { ModelFile } from '#catalogue/model-file.ts';
import { prepareVariant } from '#catalogue/variants.ts';
import { forkWorker } from '#inference/worker/fork.ts';
import { runReference } from '#inference/reference.ts';
import { createWorkload, NO_LIMITS, type WorkloadOptions } from '#inference/worker/worker-workload.ts';
import type { TrainedModel } from '#models/definition.ts';
import { buildWorker } from './build-worker.ts';

export const PACKAGE_ROOT = join(import.meta.dirname, '../..');

/** Wired as the runner wires it; `changes` replaces single options. */
export async function realWorkload(
  model: TrainedModel,
  configuration: Partial<Configuration> = {},
  changes: Partial<WorkloadOptions> = {},
  cacheDir = join(PACKAGE_ROOT, 'out/test-cache'),
): Promise<Workload> {
  const places = { packageRoot: PACKAGE_ROOT, cacheDir };
  const launch = forkWorker(await buildWorker());
  const assets = await loadAssets(model, PACKAGE_ROOT);
  const feeds = model.inputs(assets);
  const file = fileOf(await prepareVariant(model, 'fp32', places, { launch }));
  return createWorkload({
    configuration: {
      model: model.id,
      modelSha256: model.sha256,
      modelKind: model.kind,
      precision: 'fp32',
      ...ON_CPU,
      threads: 1,
      batch: 1,
      ...configuration,
    },
    work: model.work,
    bounds: model.bounds,
    variant: fileOf(await prepareVariant(model, configuration.precision ?? 'fp32', places, { launch })),
    feeds,
    classOutput: model.classOutput,
    reference: () => runReference({ model: model.id, file, feeds, launch }),
    check: (run) => model.check(run, assets),
    launch,
    limits: NO_LIMITS,
    ...changes,
  });
}

/** What a worker is told of a variant, and nothing else: everything goes over the channel. */
const fileOf = ({ path, sha256, dataFiles }: ModelFile): ModelFile => ({ path, sha256, dataFiles });

export const NEVER: AbortSignal = new AbortController().signal;
