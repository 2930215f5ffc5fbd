import { describe, expect, it } from 'vitest';
import normal from '@stdlib/random-base-normal';
import { energyRatio, type Rounds } from '#core/compare/energy-ratio.ts';

const rounds = (values: readonly number[]): Rounds => ({
  netByRound: new Map(values.map((value, round) => [round, { value, loadings: [] }])),
  idleVarianceW2: 0,
});

describe('energyRatio', () => {
  it('is the ratio of the means, with an interval that Welch would give', () => {
    // Relative variances of the means: 1/300 with 2 degrees of freedom and 1/1200 with 2.
    const found = energyRatio(rounds([9, 10, 11]), rounds([19, 20, 21]), 0.95);
    expect(found?.ratio).toBeCloseTo(0.5, 12);
    // ν = (1/300 + 1/1200)² / ((1/300)² / 2 + (1/1200)² / 2) = 2.941; t(0.975, ν) = 3.219; √(1/240) = 0.06455.
    expect(Math.log(found!.interval[1] / 0.5)).toBeCloseTo(0.2078, 3);
    expect(found!.p).toBeLessThan(0.01);
  });

  it('gives no ratio where it would say nothing', () => {
    expect(energyRatio(rounds([1]), rounds([1, 2]), 0.95)).toBeNull();
    expect(energyRatio(rounds([-1, 0.5]), rounds([1, 2]), 0.95)).toBeNull();
    expect(energyRatio(rounds([]), rounds([1, 2]), 0.95)).toBeNull();
  });

  it('of rounds without any spread gives the ratio alone', () => {
    expect(energyRatio(rounds([2, 2]), rounds([4, 4]), 0.95)).toEqual({
      ratio: 0.5,
      interval: [0.5, 0.5],
      p: 0,
    });
    expect(energyRatio(rounds([4, 4]), rounds([4, 4]), 0.95)?.p).toBe(1);
  });

  it('covers the truth about as often as it says, and seldom tells equals apart', () => {
    const draw = normal.factory({ seed: 20_261_126 });
    const sample = (mean: number, sd: number, n: number) =>
      rounds(Array.from({ length: n }, () => draw(mean, sd)));
    let covered = 0;
    let apart = 0;
    const trials = 2000;
    for (let trial = 0; trial < trials; trial += 1) {
      const found = energyRatio(sample(70, 2, 5), sample(100, 6, 4), 0.95);
      covered += Number(found!.interval[0] <= 0.7 && 0.7 <= found!.interval[1]);
      apart += Number(energyRatio(sample(100, 6, 4), sample(100, 2, 5), 0.95)!.p < 0.05);
    }
    // 2000 trials of probability 0.95 lie within 0.94 … 0.96 nineteen times in twenty.
    expect(covered / trials).toBeGreaterThan(0.935);
    expect(covered / trials).toBeLessThan(0.975);
    expect(apart / trials).toBeLessThan(0.065);
  });
});
