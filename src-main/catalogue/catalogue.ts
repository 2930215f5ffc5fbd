/** The models that can be run, by id. */
import { Fault } from '#core/errors.ts';
import { nearest } from '#core/nearest.ts';
import type { ModelSummary } from '#core/suite.ts';
import type { ModelDefinition } from '#models/definition.ts';
import { licencesOf } from '#models/licences.ts';
import { MODELS } from '#models/list.ts';

export function listModels(): ModelSummary[] {
  return MODELS.map((model) => ({
    id: model.id,
    title: model.title,
    task: model.task,
    kind: model.kind,
    inDefaultSuite: model.inDefaultSuite,
    source: sourceText(model),
    packageLicence: model.packageLicence,
    weightsLicence: model.weightsLicence,
    licences: licencesOf(model).map(({ id }) => id),
    sha256: model.sha256,
    cost: model.cost,
    work: model.work,
    takes: model.takes,
    precisions: model.precisions,
    usualPrecisions: model.usualPrecisions,
    bounds: model.bounds,
  }));
}

function sourceText({ source, upstream }: ModelDefinition): string {
  const origin = upstream === null ? '' : `${upstream.project} (${upstream.url}), `;
  switch (source.kind) {
    case 'package':
      return `${origin}in npm ${source.name} ${source.version}`;
    case 'built':
      return `${origin}built here with seeded weights`;
    case 'file':
      return `${origin}${source.path}`;
  }
}

/** In the catalogue's order, each once; null: the default suite. Throws `unknown-model`, naming the nearest and the valid ones. */
export function findModels(ids: readonly string[] | null): ModelDefinition[] {
  if (ids === null) return MODELS.filter(({ inDefaultSuite }) => inDefaultSuite);
  const valid = MODELS.map(({ id }) => id);
  for (const id of ids) {
    if (!valid.includes(id)) throw unknownModel(id, valid);
  }
  return MODELS.filter(({ id }) => ids.includes(id));
}

function unknownModel(id: string, valid: readonly string[]): Fault {
  const suggestion = nearest(id, valid);
  const hint = suggestion === null ? '' : ` Did you mean "${suggestion}"?`;
  return new Fault('unknown-model', `There is no model "${id}".${hint} Models: ${valid.join(', ')}.`);
}
