import { parseAmdSmi } from '#meters/amd/amd-smi-parse.ts';
import type { AmdCard } from '#meters/amd/card.ts';
import { parseRocmSmi } from '#meters/amd/rocm-smi-parse.ts';
import type { Checks, Given, Json, JsonObject } from '../checks.ts';
import type { Adapter } from '../recording.ts';
import { unitOf } from '../units.ts';

export const adapter: Adapter = {
  kinds: /^(rocm|amd)[_-]?smi/,
  async replay(recording, checks) {
    const parse = /^rocm/.test(recording.kind) ? parseRocmSmi : parseAmdSmi;
    const texts = recording.files.map((file) => ({ file, cards: parse(recording.text(file)) }));
    // One of the files, or all together where each tells of its own.
    const alternatives = [...texts.map((one) => [one]), texts];
    await checks.best(alternatives.map((files) => (own) => compare(own, files)));
  },
};

interface Parsed {
  readonly file: string;
  readonly cards: readonly (AmdCard & { readonly energyJ?: number | null })[];
}

function compare(checks: Checks, files: readonly Parsed[]): void {
  const given = files.flatMap(({ file, cards }) => cards.flatMap((card) => givenOf(file, card)));
  checks.readings(given);
  for (const key of ['cards', 'gpus']) {
    const table = checks.expected[key];
    if (typeof table === 'number') {
      checks.take(key);
      checks.same(key, table, new Set(files.flatMap(({ cards }) => cards.map(({ number }) => number))).size);
      continue;
    }
    checks.table(key, given);
    if (typeof table === 'object' && table !== null) compareTexts(checks, table as JsonObject, files);
  }
  checks.table('files', given);
  const total = checks.take('total_power_W');
  if (total !== undefined) checks.same('total', total, sumW(files));
  // A card of which the power is missing may well tell its temperature.
  checks.notAvailable(given.filter(({ unit }) => unit === 'W'));
}

function sumW(files: readonly Parsed[]): number | null {
  const powers = files.flatMap(({ cards }) => cards.flatMap(({ powerW }) => powerW ?? []));
  return powers.length === 0 ? null : powers.reduce((sum, powerW) => sum + powerW, 0);
}

/** Under which key the power was found, and how it was printed. */
function compareTexts(checks: Checks, table: JsonObject, files: readonly Parsed[]): void {
  for (const [name, card] of Object.entries(table)) {
    const number = Number(/\d+/.exec(name)?.[0]);
    const ours = files.flatMap(({ cards }) => cards).find((one) => one.number === number);
    const { power_key: key, power_raw: raw } = (card ?? {}) as JsonObject;
    if (key !== undefined) checks.same(`${name} power_key`, key, ours?.powerKey ?? null);
    if (raw !== undefined) checks.same(`${name} power_raw`, raw as Json, ours?.powerRaw ?? null);
  }
}

function givenOf(file: string, card: Parsed['cards'][number]): Given[] {
  const { number } = card;
  const give = (quantity: string, value: number | null, unit: string): Given => ({
    names: [file, `card${number}`, `gpu${number}`, `${number}`, quantity],
    value,
    unit,
  });
  return [
    give(`power socket ${card.powerKey ?? ''}`, card.powerW, 'W'),
    give('limit power', card.limitW, 'W'),
    give('temperature edge', card.edgeC, 'C'),
    give('temperature junction hotspot', card.junctionC, 'C'),
    give('temperature memory mem', card.memoryC, 'C'),
    give('energy total consumption', card.energyJ ?? null, 'J'),
    ...toldOf(card).map(([key, value, unit]) => give(key, value, unit)),
  ];
}

/** What else the tool printed: `usage.gfx_activity` of `42 %`, `GPU use (%)` of `0`. */
function toldOf({ told }: AmdCard): [key: string, value: number, unit: string][] {
  return [...told].flatMap(([key, text]): [string, number, string][] => {
    const [, digits, own = ''] = /^(-?\d+(?:\.\d+)?)\s*([^\s\d]*)$/.exec(text.trim()) ?? [];
    const unit = own || (/\(([^()]+)\)$/.exec(key)?.[1] ?? '');
    // Power and temperatures are compared as the parser understood them.
    const understood = /^(W|°?C)$/i.test(unit);
    return digits === undefined || understood || unitOf(unit) === null ? [] : [[key, Number(digits), unit]];
  });
}
