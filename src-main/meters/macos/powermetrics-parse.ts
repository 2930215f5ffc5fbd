/**
 * What `powermetrics` prints of a processor's power, as text and as property list, on Intel and Apple
 * silicon from macOS 11 on. Its total changed its meaning: `Package Power` up to macOS 12 holds DRAM,
 * `Combined Power` since then does not, so the two are not comparable.
 */
import { Fault } from '#core/errors.ts';
import { dictAt, numberAt, parsePlist, type PlistDict } from './plist.ts';

export interface PowerSample {
  /** Measured by powermetrics: it takes longer than it was asked to. */
  readonly elapsedS: number | null;
  /** Mean powers of that time as they are called there, e.g. `CPU Power`, `E-Cluster Power`, W. */
  readonly powersW: ReadonlyMap<string, number>;
  readonly parts: PowerParts;
  /** The heat that Apple silicon tells in place of a temperature, e.g. `Nominal`. */
  readonly thermalPressure: string | null;
}

/** Mean power by part, W; null: not told. */
export interface PowerParts {
  readonly cpuW: number | null;
  readonly gpuW: number | null;
  readonly aneW: number | null;
  readonly dramW: number | null;
  readonly totalW: number | null;
  /** What the total is called: `package` or `combined`. */
  readonly total: 'package' | 'combined' | null;
}

const HEADER = /^\*\*\* Sampled system activity .*?\(([\d.]+) ?ms elapsed\) \*\*\*/m;
const POWER_LINE = /^([^:\n]*? Power(?: \([^)\n]*\))?): +(\d+(?:\.\d+)?) ?(m?W)[ \t\r]*$/gm;
const INTEL_LINE = /^Intel energy model derived package power[^:\n]*: *(\d+(?:\.\d+)?) ?(m?W)[ \t\r]*$/m;

/** The samples of a text; fault `meter-unreadable` where there is none. */
export function parsePowermetricsText(text: string): PowerSample[] {
  const starts = [...text.matchAll(new RegExp(HEADER, 'gm'))].map(({ index }) => index);
  const samples = starts.map((start, index) => sampleOf(text.slice(start, starts[index + 1])));
  if (samples.length > 0) return samples;
  throw new Fault('meter-unreadable', `powermetrics printed no sample: ${JSON.stringify(text.slice(0, 80))}`);
}

function sampleOf(text: string): PowerSample {
  const powersW = new Map<string, number>();
  for (const [, name = '', digits, unit] of text.matchAll(POWER_LINE)) {
    // The GPU's stands in the block of the processor and again in its own.
    if (!powersW.has(name)) powersW.set(name, watts(digits, unit));
  }
  const [, intel, intelUnit] = INTEL_LINE.exec(text) ?? [];
  if (intel !== undefined) powersW.set('Package Power', watts(intel, intelUnit));
  const elapsedMs = HEADER.exec(text)?.[1];
  return {
    elapsedS: elapsedMs === undefined ? null : Number(elapsedMs) / 1000,
    powersW,
    parts: partsOf(powersW),
    thermalPressure: /^Current pressure level: (\w+)/m.exec(text)?.[1] ?? null,
  };
}

function watts(digits: string | undefined, unit: string | undefined): number {
  return unit === 'W' ? Number(digits) : Number(digits) / 1000;
}

function partsOf(powersW: ReadonlyMap<string, number>): PowerParts {
  const at = (...names: readonly string[]) =>
    names.map((name) => powersW.get(name)).find((power) => power !== undefined) ?? null;
  const combined = [...powersW].find(([name]) => name.startsWith('Combined Power'))?.[1];
  const packageW = at('Package Power');
  return {
    cpuW: at('CPU Power', 'Clusters Total Power'),
    gpuW: at('GPU Power'),
    aneW: at('ANE Power'),
    dramW: at('DRAM Power'),
    totalW: packageW ?? combined ?? null,
    total: packageW !== null ? 'package' : combined === undefined ? null : 'combined',
  };
}

/** Keys of the dictionary `processor`, in mW, and how the text calls them. */
const PLIST_POWERS: readonly (readonly [key: string, name: string])[] = [
  ['cpu_power', 'CPU Power'],
  ['gpu_power', 'GPU Power'],
  ['ane_power', 'ANE Power'],
  ['dram_power', 'DRAM Power'],
  ['package_power', 'Package Power'],
  ['combined_power', 'Combined Power'],
];

/**
 * One sample from a property list; samples are parted by NUL, which may still be there. Fault `meter-unreadable` where it is cut
 * off or holds no power.
 */
export function parsePowermetricsPlist(text: string): PowerSample {
  const root = parsePlist(text.replaceAll('\0', ''));
  const processor = dictAt(root, 'processor');
  const powersW = plistPowersW(processor);
  if (powersW.size === 0) {
    throw new Fault('meter-unreadable', 'powermetrics told no power of the processor');
  }
  const elapsedNs = numberAt(root as PlistDict, 'elapsed_ns');
  const pressure = (root as PlistDict).get('thermal_pressure');
  return {
    elapsedS: elapsedNs === null ? null : elapsedNs / 1e9,
    powersW,
    parts: partsOf(powersW),
    thermalPressure: typeof pressure === 'string' ? pressure : null,
  };
}

function plistPowersW(processor: PlistDict | null): ReadonlyMap<string, number> {
  const powersW = new Map<string, number>();
  for (const [key, name] of PLIST_POWERS) {
    const powerMw = numberAt(processor, key);
    if (powerMw !== null) powersW.set(name, powerMw / 1000);
  }
  // Intel processors are told in W.
  const packageW = numberAt(processor, 'package_watts');
  if (packageW !== null) powersW.set('Package Power', packageW);
  return powersW;
}

/** Energy by name over all samples, J: powers times the time that they really are of. */
export function energiesJ(samples: readonly PowerSample[]): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const { elapsedS, powersW } of samples) {
    if (elapsedS === null) throw new Fault('meter-unreadable', 'powermetrics told no duration of a sample');
    for (const [name, powerW] of powersW) totals.set(name, (totals.get(name) ?? 0) + powerW * elapsedS);
  }
  return totals;
}
