import { parsePlist, type PlistValue } from '#meters/macos/plist.ts';
import {
  energiesJ,
  parsePowermetricsPlist,
  parsePowermetricsText,
  type PowerSample,
} from '#meters/macos/powermetrics-parse.ts';
import type { Checks, Given, JsonObject } from '../checks.ts';
import type { Adapter } from '../recording.ts';
import { unitOf, unitOfKey } from '../units.ts';

export const adapter: Adapter = {
  kinds: /^powermetrics/,
  async replay(recording, checks) {
    await checks.best(recording.files.map((file) => (own) => compare(own, recording.text(file))));
  },
};

function compare(checks: Checks, text: string): void {
  const plists = text.split('\0').filter((part) => part.includes('<plist'));
  const samples = plists.length > 0 ? plists.map(parsePowermetricsPlist) : parsePowermetricsText(text);
  const count = checks.take('samples');
  if (typeof count === 'number') checks.same('samples', count, samples.length);
  const durationS = samples.reduce((sum, { elapsedS }) => sum + (elapsedS ?? Number.NaN), 0);
  const duration = checks.take('duration_s');
  if (duration !== undefined) checks.same('duration', duration, durationS);
  compareSample(checks, 'first_sample', samples[0]);
  compareSample(checks, 'last_sample', samples.at(-1));

  const energies = samples.every(({ elapsedS }) => elapsedS !== null)
    ? energiesJ(samples)
    : new Map<string, number>();
  compareByName(checks, 'energy_J', energies, 1);
  compareByName(checks, 'mean_W', energies, 1 / durationS);
  const given = [
    ...samples.flatMap((sample, index) => givenOf(sample, index, samples.length)),
    ...[...energies].flatMap(([name, energyJ]): Given[] => [
      { names: [name, 'energy total'], value: energyJ, unit: 'J' },
      { names: [name, 'mean average power'], value: energyJ / durationS, unit: 'W' },
    ]),
    ...plists.flatMap((plist) => numbersOf(parsePlist(plist), [])),
  ];
  checks.readings(given);
  checks.notAvailable(given);
  for (const key of ['total_W', 'total_power_W', 'sample', 'processor', 'gpu']) checks.table(key, given);
}

function compareSample(checks: Checks, key: string, sample: PowerSample | undefined): void {
  const expected = (checks.take(key) ?? {}) as JsonObject;
  for (const [name, value] of Object.entries(expected)) {
    const unit = unitOfKey(name);
    const bare = plain(unit === '' ? name : name.slice(0, -unit.length - 1));
    const given = bare === 'elapsed' ? sample?.elapsedS : lookUp(sample?.powersW ?? new Map(), bare);
    const factor = unitOf(unit === '' ? 'W' : unit)?.factor ?? 1;
    checks.same(`${key} ${name}`, value, given === null || given === undefined ? null : given / factor);
  }
}

function compareByName(
  checks: Checks,
  key: string,
  values: ReadonlyMap<string, number>,
  factor: number,
): void {
  const expected = (checks.take(key) ?? {}) as JsonObject;
  for (const [name, value] of Object.entries(expected)) {
    const found = lookUp(values, plain(name));
    // The recordings round to the fourth place.
    const given = found === null ? null : found * factor;
    const rounds = typeof value === 'number' && given !== null && Math.abs(value - given) < 5.1e-5;
    checks.same(`${key} ${name}`, value, rounds ? value : given);
  }
}

function lookUp(values: ReadonlyMap<string, number>, name: string): number | null {
  return [...values].find(([key]) => plain(key) === name)?.[1] ?? null;
}

/** `Combined Power (CPU + GPU + ANE)` and `combined_power` → `combined power`. */
const plain = (name: string): string =>
  name
    .replace(/\(.*?\)/g, '')
    .replace(/[_\s]+/g, ' ')
    .trim()
    .toLowerCase();

function givenOf({ powersW, parts, elapsedS }: PowerSample, index: number, count: number): Given[] {
  const which = `sample ${index}${index === 0 ? ' first' : ''}${index === count - 1 ? ' last' : ''}`;
  const total =
    parts.total === null
      ? []
      : [{ names: [which, 'total soc', parts.total, 'power'], value: parts.totalW, unit: 'W' }];
  return [
    { names: [which, 'elapsed'], value: elapsedS, unit: 's' },
    ...total,
    ...[...powersW].map(([name, value]) => ({ names: [which, name], value, unit: 'W' })),
  ];
}

/** Every number of a property list, with the unit that its key is known to have. */
function numbersOf(value: PlistValue, path: readonly string[]): Given[] {
  if (typeof value === 'bigint' || typeof value === 'number') {
    return [{ names: path, value: Number(value), unit: unitOfField(path) }];
  }
  const entries: readonly (readonly [string, PlistValue])[] =
    value instanceof Map
      ? [...value]
      : Array.isArray(value)
        ? value.map((inner, index) => [String(index), inner as PlistValue])
        : [];
  return entries.flatMap(([key, inner]) => numbersOf(inner, [...path, key]));
}

function unitOfField(path: readonly string[]): string {
  const key = path.at(-1) ?? '';
  if (key.endsWith('_power')) return 'mW';
  if (key.endsWith('_energy')) return 'mJ';
  if (key.endsWith('_ns')) return 'ns';
  // The GPU's `freq_hz` is in MHz.
  if (key === 'freq_hz') return path.includes('gpu') ? 'MHz' : 'Hz';
  return '';
}
