/** What `amd-smi metric` prints: JSON of several releases, and its indented text. Pure. */
import { field, jsonWithin } from '../json.ts';
import { plainNumber, plausibleC, type AmdCard } from './card.ts';

export interface AmdSmiCard extends AmdCard {
  /**
   * Energy since the driver was loaded, J. Shown, never used: its unit is wrong by a factor in some
   * releases (amdsmi issue 38).
   */
  readonly energyJ: number | null;
}

/** Cards tell either the average or the present power, and newer releases one for both. */
const POWER_NAMES = [
  'socket_power',
  'current_socket_power',
  'average_socket_power',
  'current_power',
  'average_power',
];

const PER_UNIT: Readonly<Record<string, number>> = { '': 1, W: 1, mW: 1e3, uW: 1e6, J: 1, mJ: 1e3, uJ: 1e6 };

/** Cards in the order printed; none of a text of something else. */
export function parseAmdSmi(text: string): AmdSmiCard[] {
  const document = jsonWithin(text);
  // A bare array in older releases, `gpu_data` in newer ones.
  const list = field(document, 'gpu_data') ?? document;
  const cards = Array.isArray(list) ? list : field(list, 'gpu') === undefined ? textCards(text) : [list];
  return cards.flatMap((card: unknown) => {
    const number = plainNumber(String(field(card, 'gpu')));
    return number === null ? [] : [cardOf(number, card)];
  });
}

function cardOf(number: number, card: unknown): AmdSmiCard {
  const power = (name: string) => field(card, 'power', name);
  const powerKey =
    POWER_NAMES.find((name) => quantity(power(name)) !== null) ??
    POWER_NAMES.find((name) => power(name) !== undefined) ??
    null;
  const celsius = (name: string) => plausibleC(quantity(field(card, 'temperature', name)));
  return {
    number,
    powerKey,
    powerW: powerKey === null ? null : quantity(power(powerKey)),
    powerRaw: powerKey === null ? null : rawText(power(powerKey)),
    limitW: quantity(field(card, 'limit', 'socket_power')) ?? quantity(field(card, 'limit', 'max_power')),
    edgeC: celsius('edge'),
    junctionC: celsius('hotspot') ?? celsius('junction'),
    memoryC: celsius('mem'),
    energyJ: quantity(field(card, 'energy', 'total_energy_consumption')),
    told: new Map(leaves(card, [])),
  };
}

/** `{value: 20, unit: "W"}`, 20 or "20 W" in the base unit; null for "N/A" and whatever else. */
function quantity(value: unknown): number | null {
  const inner = field(value, 'value');
  if (inner !== undefined) return withUnit(String(inner), String(field(value, 'unit') ?? ''));
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return null;
  const [, digits, unit = ''] = /^\s*(-?\d+(?:\.\d+)?)\s*(\S*)\s*$/.exec(value) ?? [];
  return digits === undefined ? null : withUnit(digits, unit);
}

function withUnit(digits: string, unit: string): number | null {
  const value = plainNumber(digits);
  const perUnit = /^°?C$/.test(unit) ? 1 : PER_UNIT[unit];
  return value === null || perUnit === undefined ? null : value / perUnit;
}

function rawText(value: unknown): string {
  const inner = field(value, 'value');
  return inner === undefined
    ? String(value)
    : `${String(inner)} ${String(field(value, 'unit') ?? '')}`.trim();
}

/** Every value below a card, with its unit, by its path: `usage.gfx_activity` is `42 %`. */
function leaves(value: unknown, path: readonly string[]): [string, string][] {
  if (typeof value !== 'object' || value === null || field(value, 'value') !== undefined) {
    return [[path.join('.'), rawText(value)]];
  }
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...path, name]));
}

/** `GPU: 0`, below it `POWER:` and below that `SOCKET_POWER: 20 W`, as the same tree in small letters. */
function textCards(text: string): object[] {
  const cards: Record<string, Record<string, string> | string>[] = [];
  let section: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const [, name, value] = /^\s*([A-Z_]\w*):\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    if (name === 'GPU') cards.push({ gpu: value });
    else if (value === '') section = openSection(cards.at(-1), name);
    else section[name.toLowerCase()] = value;
  }
  return cards;
}

function openSection(card: Record<string, Record<string, string> | string> | undefined, name: string) {
  const section: Record<string, string> = {};
  if (card !== undefined) card[name.toLowerCase()] = section;
  return section;
}
