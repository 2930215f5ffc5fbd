/** An imported model as the catalogue knows every model. */
import { basename } from 'node:path';
import type { Precision } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { ModelDefinition } from '#models/definition.ts';
import { feedsHash } from '../feeds/feeds-hash.ts';
import { openGiven, samplesOf } from '../feeds/given.ts';
import { seededFeeds, type SeededInput } from '../feeds/seeded.ts';
import { splitSamples, type FeedSets } from '../feeds/split.ts';
import type { ImportEntry } from './entry.ts';

/** So many inputs are made to be compared, and as many others to calibrate on. */
export const MADE_INPUTS = 32;
/** What runs when no precision is named, of those that apply. */
const USUAL: readonly Precision[] = ['fp32', 'fp16', 'int8-dynamic', 'int8-static'];

export function importedModel(entry: ImportEntry): ModelDefinition {
  const { id, path, dataFiles, minSqnrDb } = entry;
  return {
    id,
    title: id,
    task: `imported from ${basename(path)}`,
    kind: 'imported',
    inDefaultSuite: false,
    source: { kind: 'file', path, dataFiles },
    upstream: null,
    packageLicence: null,
    weightsLicence: null,
    sha256: entry.sha256,
    cost: entry.cost,
    work: { unit: 'inference', perInference: 1 },
    takes: entry.inputs,
    precisions: entry.precisions,
    usualPrecisions: USUAL.filter((precision) => entry.precisions.includes(precision)),
    bounds: minSqnrDb === null ? null : { minSqnrDb, minTop1Agreement: null },
    assets: [],
    classOutput: entry.classOutput,
    inputs: () => feedsOf(entry, 'compared'),
    calibration: () => feedsOf(entry, 'calibrating'),
    check: null,
  };
}

/**
 * Made anew, or read anew from where they lie. Throws `input-invalid` where given inputs are gone, do not fit any more,
 * or are others than those of the import.
 */
function feedsOf({ id, source, inputs }: ImportEntry, use: keyof FeedSets): TensorMap[] {
  if (source.kind === 'seeded') {
    const seeded = inputs.map((spec) => ({ spec, values: source.values[spec.name] ?? NORMAL }));
    return madeFeeds(seeded, source.seed, use);
  }
  const names = inputs.map(({ name }) => name);
  const samples = samplesOf(openGiven(source.path, names), inputs, source.normalisation);
  if (feedsHash(samples) === source.sha256) return splitSamples(samples)[use];
  throw new Fault(
    'input-invalid',
    `the inputs in ${source.path} are not those that ${id} was imported with`,
    {
      remedy: `Put them back, or import the model again: joulemark models remove ${id}.`,
    },
  );
}

const NORMAL = { kind: 'normal' } as const;

/** Those that calibrate come from the next seed, so that none of them is compared. */
export function madeFeeds(inputs: readonly SeededInput[], seed: number, use: keyof FeedSets): TensorMap[] {
  return seededFeeds(inputs, MADE_INPUTS, use === 'compared' ? seed : seed + 1);
}
