/** Amounts of a year in units of a readable size. */
import type { Estimated } from '#core/cost/yearly-cost.ts';
import { atMost, money } from '#core/format/number.ts';

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

const amountText = (amount: Estimated, units: readonly Unit[]): AmountText => {
  const { name, size } = unitFor(amount.value, units);
  return withInterval(amount, (each) => atMost(each / size, 3), ` ${name}`);
};

/** `unit`: behind the value, and once behind both ends of the interval. */
const withInterval = (
  { value, interval }: Estimated,
  text: (each: number) => string,
  unit = '',
): AmountText => ({
  value: `${text(value)}${unit}`,
  interval: interval === null ? null : `${text(interval[0])} … ${text(interval[1])}${unit}`,
});

export const energyText = (kwh: Estimated): AmountText => amountText(kwh, ENERGY);
export const massText = (kg: Estimated): AmountText => amountText(kg, MASS);
export const moneyText = (amount: Estimated, currency: string): AmountText =>
  withInterval(amount, (each) => money(each, currency));
