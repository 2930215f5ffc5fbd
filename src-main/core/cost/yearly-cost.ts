/** What inferences cost in a year: energy, money and CO2 equivalent, with the interval carried through. */

/** A figure and its 95 % interval; null: the measurement gave none. */
export interface Estimated {
  readonly value: number;
  readonly interval: readonly [low: number, high: number] | null;
}

export interface Usage {
  /** On each machine. */
  readonly inferencesPerDay: number;
  readonly machines: number;
  readonly daysPerYear: number;
  /** Money for one kWh; null: not told. */
  readonly pricePerKwh: number | null;
  /** Of the grid, grams of CO2 equivalent for one kWh; null: not told. */
  readonly gridGramsPerKwh: number | null;
}

export interface YearlyCost {
  readonly energyKwh: Estimated;
  /** In the currency of the price. */
  readonly money: Estimated | null;
  readonly co2eKg: Estimated | null;
}

const J_PER_KWH = 3.6e6;

export const inferencesPerYear = ({ inferencesPerDay, machines, daysPerYear }: Usage): number =>
  inferencesPerDay * machines * daysPerYear;

/** `energyJ`: of one inference. Linear in all that it is given, and so is the interval. */
export function yearlyCost(energyJ: Estimated, usage: Usage): YearlyCost {
  const energyKwh = times(energyJ, inferencesPerYear(usage) / J_PER_KWH);
  const { pricePerKwh, gridGramsPerKwh } = usage;
  return {
    energyKwh,
    money: pricePerKwh === null ? null : times(energyKwh, pricePerKwh),
    co2eKg: gridGramsPerKwh === null ? null : times(energyKwh, gridGramsPerKwh / 1000),
  };
}

export function times({ value, interval }: Estimated, factor: number): Estimated {
  return {
    value: value * factor,
    interval: interval === null ? null : [interval[0] * factor, interval[1] * factor],
  };
}
