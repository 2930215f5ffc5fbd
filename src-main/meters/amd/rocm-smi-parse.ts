/** What `rocm-smi` prints: JSON of several releases, its lines `GPU[0] : key: value`, its table. Pure. */
import { jsonWithin } from '../json.ts';
import { plainNumber, plausibleC, type AmdCard } from './card.ts';

/** The key changed between releases; the limit is `Max Graphics Package Power (W)`. */
const POWER = /^(?!Max)(?:Average |Current )?(?:Socket )?(?:Graphics )?Package Power(?: \(W\))?$/i;
const LIMIT = /^Max Graphics Package Power/i;
const temperature = (sensor: string) => new RegExp(`^Temperature \\(Sensor ${sensor}\\) \\(C\\)$`, 'i');

/** Cards by their number; none of a text of something else. */
export function parseRocmSmi(text: string): AmdCard[] {
  const objects = jsonCards(text) ?? lineCards(text);
  const cards = new Map([...objects].map(([number, values]) => [number, cardOf(number, values)]));
  // With all its options the tool leaves out the power of some cards that its table shows.
  for (const card of tableCards(text)) cards.set(card.number, completed(cards.get(card.number), card));
  return [...cards.values()].sort((a, b) => a.number - b.number);
}

function completed(known: AmdCard | undefined, table: AmdCard): AmdCard {
  if (known === undefined) return table;
  const { powerKey, powerW, powerRaw } = known.powerW === null ? table : known;
  return { ...known, powerKey, powerW, powerRaw, edgeC: known.edgeC ?? table.edgeC };
}

type Values = ReadonlyMap<string, string>;

function jsonCards(text: string): Map<number, Values> | null {
  const document = jsonWithin(text);
  if (typeof document !== 'object' || document === null) return null;
  const cards = new Map<number, Values>();
  for (const [name, card] of Object.entries(document)) {
    const number = /^card(\d+)$/.exec(name)?.[1];
    if (number === undefined || typeof card !== 'object' || card === null) continue;
    // All values are texts; releases of the future may print numbers.
    const values = Object.entries(card as object).map(([key, value]) => [key, String(value)] as const);
    cards.set(Number(number), new Map(values));
  }
  return cards;
}

/** `GPU[1]<tab>: Current Socket Graphics Package Power (W): 4.0` */
function lineCards(text: string): Map<number, Values> {
  const cards = new Map<number, Map<string, string>>();
  for (const [, number, key = '', value = ''] of text.matchAll(/^GPU\[(\d+)\]\s*:\s*(.+?):\s+(.*)$/gm)) {
    const values = cards.get(Number(number)) ?? new Map<string, string>();
    values.set(key.trim(), value.trim());
    cards.set(Number(number), values);
  }
  return cards;
}

function cardOf(number: number, values: Values): AmdCard {
  const entries = [...values];
  const find = (pattern: RegExp) => entries.find(([key]) => pattern.test(key))?.[1];
  const powers = entries.filter(([key]) => POWER.test(key));
  const best = powers.find(([, value]) => plainNumber(value, 'W') !== null) ?? powers[0];
  return {
    number,
    powerKey: best?.[0] ?? null,
    powerW: plainNumber(best?.[1], 'W'),
    powerRaw: best?.[1] ?? null,
    limitW: plainNumber(find(LIMIT), 'W'),
    edgeC: plausibleC(plainNumber(find(temperature('edge')))),
    junctionC: plausibleC(plainNumber(find(temperature('(?:junction|hotspot)')))),
    memoryC: plausibleC(plainNumber(find(temperature('mem(?:ory)?')))),
    told: values,
  };
}

/** `0   [0x471e : 0xc8]   42.0°C  6.0W  …` or `0   38.0c  155.0W  …`, under a heading with Temp and Pwr. */
const ROW = /^\s*(\d+)\s+(?:.*?\s)?(\d+(?:\.\d+)?)°?[cC]\s+(\d+(?:\.\d+)?)W(?=\s)/gm;

function tableCards(text: string): AmdCard[] {
  if (!/^(GPU|Device)\s.*\bTemp\b.*\b(AvgPwr|Power)\b/m.test(text)) return [];
  return [...text.matchAll(ROW)].map(([, number, edge, power]) => ({
    number: Number(number),
    powerKey: 'AvgPwr',
    powerW: Number(power),
    powerRaw: `${power}W`,
    limitW: null,
    edgeC: plausibleC(Number(edge)),
    junctionC: null,
    memoryC: null,
    told: new Map(),
  }));
}
