import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfWidthRatio, mean, variance } from '#core/stats/interval.ts';
import { latencyQuantiles, sketchLatencies, sketchQuantile } from '#core/stats/latency-sketch.ts';
import { holmRejects } from '#core/stats/holm.ts';
import { meanVariance, roundInterval, roundTestP, type RoundValue } from '#core/stats/round-mean.ts';
import { seededRandom, shuffled } from '#core/stats/random.ts';
import { median, quantile, sortSamples } from '#core/stats/samples.ts';

describe('quantile', () => {
  it('interpolates between order statistics as type 7 does', () => {
    const samples = sortSamples([4, 1, 3, 2]);
    expect(quantile(samples, 0)).toBe(1);
    expect(quantile(samples, 1)).toBe(4);
    expect(quantile(samples, 0.5)).toBe(2.5);
    expect(quantile(samples, 0.25)).toBe(1.75);
  });

  it('refuses an empty sample and values that are not finite', () => {
    expect(() => sortSamples([])).toThrow(RangeError);
    expect(() => median([1, NaN])).toThrow(RangeError);
  });
});

/** Rounds that share no idle window. */
const apart = (...values: number[]): RoundValue[] => values.map((value) => ({ value, loadings: [] }));

describe('the interval of the rounds’ mean', () => {
  it('gives the textbook interval', () => {
    // n = 5, mean 3, s = √2.5, t(0.975, 4) = 2.7764: 3 ± 1.9632.
    const interval = roundInterval(apart(1, 2, 3, 4, 5), 0, 0.95);
    expect(interval?.mean).toBe(3);
    expect(interval?.low).toBeCloseTo(3 - 1.96324, 4);
    expect(interval?.high).toBeCloseTo(3 + 1.96324, 4);
  });

  it('says nothing from fewer than two values', () => {
    expect(roundInterval(apart(7), 0, 0.95)).toBeNull();
    expect(variance([7])).toBeNaN();
  });

  it('is relative to the size of the mean, whatever its sign', () => {
    const interval = roundInterval(apart(-1, -2, -3), 0, 0.95);
    if (interval === null) throw new Error('three values have an interval');
    expect(halfWidthRatio(interval)).toBeCloseTo((interval.high - interval.low) / 4, 12);
  });

  it('is wider where neighbouring rounds share an idle window, by exactly their covariance', () => {
    // Loading ½ on each neighbour: window 1 enters both rounds. Var = s²/2 + σ²·(¼·¼ + ½·½ + ¼·¼ − 4·¼·¼).
    const shared: RoundValue[] = [
      { value: 1, loadings: [0, 1].map((index) => ({ index, share: 0.5 })) },
      { value: 3, loadings: [1, 2].map((index) => ({ index, share: 0.5 })) },
    ];
    expect(meanVariance(shared, 8)).toBeCloseTo(1 + 8 * (0.375 - 0.25), 12);
    expect(meanVariance(apart(1, 3), 8)).toBeCloseTo(1, 12);
  });
});

describe('the paired test', () => {
  it('gives the textbook p-value', () => {
    // t = 2.7386 at 4 degrees of freedom, from mean 1 and s = 0.8165.
    expect(roundTestP(apart(0, 1, 1, 1, 2), 0)).toBeCloseTo(0.0341, 3);
  });

  it('cannot tell anything from one pair', () => {
    expect(roundTestP(apart(5), 0)).toBe(1);
  });

  it('sees no difference in zeros and a certain one in equal differences', () => {
    expect(roundTestP(apart(0, 0, 0), 0)).toBe(1);
    expect(roundTestP(apart(2, 2, 2), 0)).toBe(0);
  });
});

describe("Holm's correction", () => {
  it('steps down and stops at the first that is not small enough', () => {
    // Against 0.05/4, 0.05/3, 0.05/2, 0.05/1: the third fails, so the fourth does too.
    expect(holmRejects([0.01, 0.04, 0.03, 0.005], 0.05)).toEqual([true, false, false, true]);
  });

  it('never rejects more than comparing without a correction', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (pValues) => {
        const rejected = holmRejects(pValues, 0.05);
        return rejected.every((reject, index) => !reject || (pValues[index] ?? 1) <= 0.05);
      }),
    );
  });
});

describe('the latency sketch', () => {
  it('gives quantiles within half a percent of the exact nearest rank', () => {
    const latency = fc.double({ min: 1e-3, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(fc.array(latency, { minLength: 1, maxLength: 500 }), (latenciesMs) => {
        const sketch = sketchLatencies(latenciesMs);
        const ordered = [...latenciesMs].sort((a, b) => a - b);
        return [0.5, 0.9, 0.99].every((p) => {
          const exact = ordered[Math.max(1, Math.ceil(p * ordered.length)) - 1] ?? NaN;
          const found = sketchQuantile(sketch, p) ?? NaN;
          return Math.abs(found / exact - 1) < 0.005;
        });
      }),
    );
  });

  it('has no quantiles without a latency', () => {
    expect(latencyQuantiles([])).toBeNull();
  });

  it('counts every latency once, in ascending buckets', () => {
    const sketch = sketchLatencies([5, 1, 5, 100]);
    expect(sketch.reduce((sum, [, count]) => sum + count, 0)).toBe(4);
    expect(sketch.map(([bucket]) => bucket)).toEqual(sketch.map(([bucket]) => bucket).sort((a, b) => a - b));
  });
});

describe('seeded randomness', () => {
  it('repeats for the same seed, at both ends of its range', () => {
    for (const seed of [0, 42, 0xffff_ffff]) {
      expect(shuffled([1, 2, 3, 4, 5, 6], seededRandom(seed))).toEqual(
        shuffled([1, 2, 3, 4, 5, 6], seededRandom(seed)),
      );
    }
  });

  it('puts every item in every place about equally often', () => {
    const random = seededRandom(3);
    const firsts = Array.from({ length: 4000 }, () => shuffled(['a', 'b', 'c', 'd'], random)[0]);
    for (const item of ['a', 'b', 'c', 'd']) {
      const share = firsts.filter((first) => first === item).length / firsts.length;
      expect(share).toBeGreaterThan(0.22);
      expect(share).toBeLessThan(0.28);
    }
  });

  it('keeps all items', () => {
    expect(mean(shuffled([1, 2, 3, 4], seededRandom(9)))).toBe(2.5);
  });
});
