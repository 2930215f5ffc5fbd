/** The models that can be run, by id: those that come with the program, and a person's own. */
import { Fault } from '#core/errors.ts';
import { nearest } from '#core/nearest.ts';
import type { ModelSummary } from '#core/suite.ts';
import type { ModelDefinition } from '#models/definition.ts';
import { licencesOf } from '#models/licences.ts';
import { MODELS } from '#models/list.ts';
import { readEntries, type BrokenEntry } from './import/entry.ts';
import { importedModel } from './import/imported-model.ts';

export interface CataloguePlaces {
  /** Holds the imported models' entries, under `models/`. */
  readonly dataDir: string;
}

export interface Catalogue {
  /** Those of the program first, then the imported ones by id. */
  readonly models: readonly ModelDefinition[];
  /** Imported entries that cannot be read; their ids are taken all the same. */
  readonly broken: readonly BrokenEntry[];
}

/** Names that stand for several models. */
export const MODEL_GROUPS: Readonly<Record<string, (model: ModelDefinition) => boolean>> = {
  default: ({ inDefaultSuite }) => inDefaultSuite,
  architectures: ({ kind }) => kind === 'architecture',
  imported: ({ kind }) => kind === 'imported',
  all: () => true,
};

/** Rejects with `file-unreadable` where the folder of imported models cannot be looked at. */
export async function openCatalogue({ dataDir }: CataloguePlaces): Promise<Catalogue> {
  const { entries, broken } = await readEntries(dataDir);
  const own = new Set(MODELS.map(({ id }) => id));
  // A later version of the program may bring a model of the same name; then its own goes first.
  const imported = entries.filter(({ id }) => !own.has(id)).map(importedModel);
  return { models: [...MODELS, ...imported], broken };
}

export async function listModels(places: CataloguePlaces): Promise<ModelSummary[]> {
  const { models } = await openCatalogue(places);
  return models.map(summaryOf);
}

function summaryOf(model: ModelDefinition): ModelSummary {
  return {
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
  };
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

/**
 * Models by id and by the names of groups, in the catalogue's order, each once; null: the default suite. Throws
 * `unknown-model`, naming the nearest and the valid ones, and `file-unreadable` for an imported model whose entry is broken.
 */
export function findModels(
  names: readonly string[] | null,
  { models, broken }: Catalogue,
): ModelDefinition[] {
  const asked = names ?? ['default'];
  const ids = models.map(({ id }) => id);
  for (const name of asked) {
    if (Object.hasOwn(MODEL_GROUPS, name) || ids.includes(name)) continue;
    throw brokenEntry(name, broken) ?? unknownModel(name, ids);
  }
  return models.filter((model) => asked.some((name) => model.id === name || isInGroup(model, name)));
}

function isInGroup(model: ModelDefinition, name: string): boolean {
  return Object.hasOwn(MODEL_GROUPS, name) && MODEL_GROUPS[name]?.(model) === true;
}

function brokenEntry(name: string, broken: readonly BrokenEntry[]): Fault | null {
  const entry = broken.find(({ id }) => id === name);
  if (entry === undefined) return null;
  return new Fault('file-unreadable', `${entry.path} does not describe an imported model: ${entry.reason}`, {
    remedy: `Import the model again after: joulemark models remove ${name}.`,
  });
}

function unknownModel(name: string, ids: readonly string[]): Fault {
  const groups = Object.keys(MODEL_GROUPS);
  const suggestion = nearest(name, [...ids, ...groups]);
  const hint = suggestion === null ? '' : ` Did you mean "${suggestion}"?`;
  const valid = `Models: ${ids.join(', ')}. Groups: ${groups.join(', ')}.`;
  return new Fault('unknown-model', `There is no model "${name}".${hint} ${valid}`);
}

/** What an imported model cannot be called. */
export function takenNames({ models, broken }: Catalogue): string[] {
  return [...models.map(({ id }) => id), ...broken.map(({ id }) => id), ...Object.keys(MODEL_GROUPS)];
}
