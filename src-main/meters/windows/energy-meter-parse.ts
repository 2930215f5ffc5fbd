/**
 * The performance counters `\Energy Meter(*)\…`: the lines of our own script, and what `Get-Counter` and
 * `typeperf` print. Power is in mW, energy in pWh, time in ms; systems write decimal commas.
 */
import { Fault } from '#core/errors.ts';
import type { NamedCount } from './energy-rails.ts';

export interface MeterInstance {
  /** As Windows names it, e.g. `RAPL_Package0_PKG`; performance counters show it in small letters. */
  readonly name: string;
  readonly powerMw: number | null;
  readonly energyPwh: bigint | null;
  readonly timeMs: number | null;
}

/**
 * One line of our script: `name=count;name=count`. Counts are raw, hence whole numbers in any language.
 * Fault `meter-unreadable` for anything else.
 */
export function parseEnergyLine(line: string): NamedCount[] {
  const counts = line
    .trim()
    .split(';')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [, name, digits] = /^([^=;]+)=(\d{1,20})$/.exec(pair) ?? [];
      if (name === undefined || digits === undefined) {
        throw new Fault(
          'meter-unreadable',
          `PowerShell printed no counter: ${JSON.stringify(pair.slice(0, 60))}`,
        );
      }
      return { name, energyPwh: BigInt(digits) };
    });
  if (counts.length > 0) return counts;
  throw new Fault('meter-unreadable', 'PowerShell printed a line without counters');
}

/** `\\host\energy meter(name)\power`, and the same with a colon behind it or in quotes. */
const PATH = /\\energy meter\(([^)\n]+)\)\\(power|energy|time)\b/i;

/** Fault `meter-unreadable` where no instance of an energy meter is in the text. */
export function parseEnergyMeter(text: string): MeterInstance[] {
  const values = /\(PDH-CSV/.test(text) ? typeperfValues(text) : counterValues(text);
  const names = [...new Set(values.map(({ name }) => name))];
  if (names.length === 0) throw new Fault('meter-unreadable', 'the text shows no energy meter of Windows');
  return names.map((name) => {
    const of = (counter: string) =>
      values.findLast((value) => value.name === name && value.counter === counter)?.digits ?? null;
    const energy = of('energy');
    return {
      name,
      powerMw: decimal(of('power')),
      energyPwh: energy === null ? null : whole(energy),
      timeMs: decimal(of('time')),
    };
  });
}

interface Value {
  readonly name: string;
  readonly counter: string;
  readonly digits: string;
}

/** The value stands behind the path, or alone on the next line. */
function counterValues(text: string): Value[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, index) => {
    const match = PATH.exec(line);
    if (match === null) return [];
    const rest = line
      .slice(match.index + match[0].length)
      .replace(/^["\s]*[:=]?\s*/, '')
      .trim();
    const digits = rest === '' ? nextValue(lines, index) : rest;
    return { name: match[1] ?? '', counter: (match[2] ?? '').toLowerCase(), digits };
  });
}

function nextValue(lines: readonly string[], index: number): string {
  return (lines[index + 1] ?? '').trim();
}

/** A header of paths in quotes and the last line below it. */
function typeperfValues(text: string): Value[] {
  const rows = text
    .split(/\r?\n/)
    .filter((line) => line.startsWith('"'))
    .map((line) => line.slice(1, -1).split('","'));
  const [header = [], ...samples] = rows;
  const last = samples.filter((cells) => cells.length === header.length).at(-1) ?? [];
  return header.flatMap((path, index) => {
    const match = PATH.exec(path);
    if (match === null || last[index] === undefined) return [];
    return { name: match[1] ?? '', counter: (match[2] ?? '').toLowerCase(), digits: last[index] };
  });
}

/** `1872,08632575553` and `1872.08632575553`; null for anything that is no number. */
function decimal(text: string | null): number | null {
  if (text === null || !/^\d+([.,]\d+)?$/.test(text)) return null;
  return Number(text.replace(',', '.'));
}

/** Counters of energy are whole, but may be printed with a fraction of zeros. */
function whole(text: string): bigint | null {
  const [, digits] = /^(\d{1,20})(?:[.,]0*)?$/.exec(text) ?? [];
  return digits === undefined ? null : BigInt(digits);
}
