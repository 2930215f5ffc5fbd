/** Amounts of a year in units of a readable size, in the reader's own language. */
import type { Estimated } from '#core/cost/yearly-cost.ts';

interface Unit {
  readonly name: string;
  /** In the base unit. */
  readonly size: number;
}

const ENERGY: readonly Unit[] = [
  { name: 'Wh', size: 0.001 },
  { name: 'kWh', size: 1 },
  { name: 'MWh', size: 1000 },
  { name: 'GWh', size: 1e6 },
];
const MASS: readonly Unit[] = [
  { name: 'g', size: 0.001 },
  { name: 'kg', size: 1 },
  { name: 't', size: 1000 },
];

/** The largest in which the value is at least 1; the smallest for what is less than that. */
function unitFor(value: number, units: readonly Unit[]): Unit {
  const found = units.findLast(({ size }) => Math.abs(value) >= size) ?? units[0];
  if (found === undefined) throw new RangeError('there is no unit');
  return found;
}

/** A value with its interval, both in one unit. */
export interface AmountText {
  readonly value: string;
  /** null: the measurement gave none. */
  readonly interval: string | null;
}

function amountText({ value, interval }: Estimated, units: readonly Unit[], locale?: string): AmountText {
  const { name, size } = unitFor(value, units);
  const digits = numberFormat(locale);
  const inUnit = (each: number): string => digits.format(each / size);
  return {
    value: `${inUnit(value)} ${name}`,
    interval: interval === null ? null : `${inUnit(interval[0])} … ${inUnit(interval[1])} ${name}`,
  };
}

export const energyText = (kwh: Estimated, locale?: string): AmountText => amountText(kwh, ENERGY, locale);
export const massText = (kg: Estimated, locale?: string): AmountText => amountText(kg, MASS, locale);

export function moneyText({ value, interval }: Estimated, currency: string, locale?: string): AmountText {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, maximumSignificantDigits: 3 });
  return {
    value: format.format(value),
    interval: interval === null ? null : `${format.format(interval[0])} … ${format.format(interval[1])}`,
  };
}

export const countText = (count: number, locale?: string): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(count);

const numberFormat = (locale?: string): Intl.NumberFormat =>
  new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
