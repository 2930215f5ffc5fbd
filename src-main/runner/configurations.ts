/** From what a person asked for to the configurations that go together. */
import { ON_CPU, PRECISIONS, type Configuration } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import { claimedDevice, parseTarget, type Target } from '#core/providers.ts';
import type { MachineFacts } from '#core/record/schema.ts';
import type { RunRequest } from '#core/run-request.ts';
import type { ModelDefinition } from '#models/definition.ts';

export interface Chosen {
  readonly model: ModelDefinition;
  readonly configuration: Configuration;
}

/** Crosses models, precisions and providers. Throws `nothing-to-run` when none go together. */
export function configurationsOf(
  request: RunRequest,
  models: readonly ModelDefinition[],
  machine: MachineFacts,
): Chosen[] {
  const threads = request.threads ?? defaultThreads(machine);
  const chosen = models.flatMap((model) =>
    PRECISIONS.filter((precision) => (request.precisions ?? model.usualPrecisions).includes(precision))
      .filter((precision) => model.precisions.includes(precision))
      .flatMap((precision) =>
        targetsOf(request).map((target) => ({
          model,
          configuration: {
            ...ON_CPU,
            ...target,
            model: model.id,
            modelSha256: model.sha256,
            modelKind: model.kind,
            precision,
            device: claimedDevice(target),
            threads,
            batch: 1,
          },
        })),
      ),
  );
  if (chosen.length === 0) {
    throw new Fault('nothing-to-run', 'None of the chosen models comes in one of the chosen precisions.');
  }
  return chosen;
}

function targetsOf({ providers }: RunRequest): Target[] {
  return (providers ?? ['cpu']).flatMap((name) => parseTarget(name) ?? []);
}

/** What was asked for by name and cannot be run, a sentence a model. */
export function leftOutNotices(request: RunRequest, models: readonly ModelDefinition[]): string[] {
  return models.flatMap(({ id, precisions }) => {
    const missing = (request.precisions ?? []).filter((precision) => !precisions.includes(precision));
    if (missing.length === 0) return [];
    const names = missing.join(', ');
    return [`${id} does not come in ${names}: left out. "joulemark models variants ${id}" says why.`];
  });
}

/** One a physical core, as ONNX Runtime itself chooses; never more than the processors we may use. */
export function defaultThreads({ physicalCores, logicalCpus }: MachineFacts): number {
  return Math.min(physicalCores ?? logicalCpus, logicalCpus);
}
