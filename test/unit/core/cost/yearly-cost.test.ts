import { describe, expect, it } from 'vitest';
import { inferencesPerYear, yearlyCost, type Usage } from '#core/cost/yearly-cost.ts';

const USAGE: Usage = {
  inferencesPerDay: 1_000_000,
  machines: 10,
  daysPerYear: 360,
  pricePerKwh: 0.25,
  gridGramsPerKwh: 400,
};

describe('yearlyCost', () => {
  it('carries energy and its interval into kWh, money and CO2e', () => {
    // 0.1 J × 3.6e9 inferences = 3.6e8 J = 100 kWh.
    const cost = yearlyCost({ value: 0.1, interval: [0.08, 0.12] }, USAGE);
    expect(inferencesPerYear(USAGE)).toBe(3.6e9);
    expect(cost.energyKwh.value).toBeCloseTo(100, 9);
    expect(cost.energyKwh.interval!.map((each) => Math.round(each))).toEqual([80, 120]);
    expect(cost.money!.value).toBeCloseTo(25, 9);
    expect(cost.money!.interval!.map((each) => Math.round(each))).toEqual([20, 30]);
    expect(cost.co2eKg!.value).toBeCloseTo(40, 9);
  });

  it('invents neither a price nor a grid, nor an interval', () => {
    const cost = yearlyCost(
      { value: 0.1, interval: null },
      { ...USAGE, pricePerKwh: null, gridGramsPerKwh: null },
    );
    expect(cost).toMatchObject({ money: null, co2eKg: null, energyKwh: { interval: null } });
  });

  it('keeps a net energy below zero as it is', () => {
    expect(yearlyCost({ value: -0.1, interval: [-0.2, 0.1] }, USAGE).energyKwh.value).toBeLessThan(0);
  });
});
