/** Units in which recordings tell what they expect, each as a multiple of one of its kind. */
interface Unit {
  readonly kind: string;
  readonly factor: number;
}

const PREFIXES: Readonly<Record<string, number>> = {
  p: 1e-12,
  n: 1e-9,
  u: 1e-6,
  µ: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
};
const BASES: Readonly<Record<string, Unit>> = {
  W: { kind: 'power', factor: 1 },
  J: { kind: 'energy', factor: 1 },
  Wh: { kind: 'energy', factor: 3600 },
  V: { kind: 'voltage', factor: 1 },
  A: { kind: 'current', factor: 1 },
  Ah: { kind: 'charge', factor: 1 },
  Hz: { kind: 'frequency', factor: 1 },
  s: { kind: 'time', factor: 1 },
  VA: { kind: 'apparent', factor: 1 },
  var: { kind: 'reactive', factor: 1 },
};
const WHOLE: Readonly<Record<string, Unit>> = {
  '': { kind: 'count', factor: 1 },
  C: { kind: 'temperature', factor: 1 },
  '°C': { kind: 'temperature', factor: 1 },
  'm°C': { kind: 'temperature', factor: 1e-3 },
  mC: { kind: 'temperature', factor: 1e-3 },
  '%': { kind: 'share', factor: 1 },
  percent: { kind: 'share', factor: 1 },
  min: { kind: 'time', factor: 60 },
  h: { kind: 'time', factor: 3600 },
  hours: { kind: 'time', factor: 3600 },
  RPM: { kind: 'rotation', factor: 1 },
  rpm: { kind: 'rotation', factor: 1 },
};

/** null for a unit that is not known here. */
export function unitOf(name: string): Unit | null {
  const whole = WHOLE[name];
  if (whole !== undefined) return whole;
  const [, prefix = '', base = ''] =
    /^([pnuµmkMG]?)(Wh|Ah|Hz|VA|var|W|J|V|A|s)$/.exec(uppercased(name)) ?? [];
  const [factor, unit] = [PREFIXES[prefix], BASES[base]];
  return factor === undefined || unit === undefined
    ? null
    : { kind: unit.kind, factor: factor * unit.factor };
}

/** Keys such as `wrap_range_uj` write units in small letters. */
function uppercased(name: string): string {
  return name.replace(/^([pnuµmk]?)(wh|ah|hz|w|j|v|a)$/, (_, prefix: string, base: string) => {
    const proper = { wh: 'Wh', ah: 'Ah', hz: 'Hz', w: 'W', j: 'J', v: 'V', a: 'A' }[base] ?? base;
    return `${prefix}${proper}`;
  });
}

/** The unit that a key ends with: `power_W`, `cur_mW`, `edge_C`, `utilization.gpu_percent`; '' for none. */
export function unitOfKey(key: string): string {
  const ending = /(?:^|[_.\s])\[?([^_.\s\]]+)\]?$/.exec(key)?.[1] ?? '';
  return unitOf(ending) === null ? '' : ending;
}
