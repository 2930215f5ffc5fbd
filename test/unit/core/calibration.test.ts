import { describe, expect, it } from 'vitest';
import { entropyShare } from '#core/calibration/entropy.ts';
import { aroundZero, histogramQuantile, magnitudes } from '#core/calibration/histogram.ts';
import { binCounts, extremesOf, Observations, widest } from '#core/calibration/observed.ts';
import { rangeOf } from '#core/calibration/range.ts';
import type { ObservedValue } from '#core/calibration.ts';

const histogram = (low: number, high: number, counts: readonly number[]) => ({
  low,
  high,
  counts: Float64Array.from(counts),
});

/** Counts as a function of where a bin's middle lies. */
function shaped(low: number, high: number, density: (value: number) => number, bins = 2048): ObservedValue {
  const width = (high - low) / bins;
  const counts = Array.from({ length: bins }, (_, bin) => density(low + width * (bin + 0.5)));
  return { min: low, max: high, histogram: histogram(low, high, counts) };
}

describe('the extremes of a tensor', () => {
  it('are its smallest and largest value', () => {
    expect(extremesOf(Float32Array.of(2, -3, 0.5))).toEqual({ min: -3, max: 2 });
  });

  it('are unknown where there is no value, and not numbers where one is not finite', () => {
    expect(extremesOf(new Float32Array())).toBeNull();
    expect(extremesOf(Float32Array.of(1, NaN, 2))).toEqual({ min: NaN, max: NaN });
    expect(extremesOf(Float32Array.of(1, Infinity))).toEqual({ min: NaN, max: NaN });
  });

  it('of two tensors stay not numbers where one was', () => {
    expect(widest({ min: -1, max: 2 }, { min: -3, max: 1 })).toEqual({ min: -3, max: 2 });
    expect(widest({ min: NaN, max: NaN }, { min: 0, max: 1 }).max).toBeNaN();
  });
});

describe('a histogram', () => {
  it('counts each value once, the largest in the last bin', () => {
    expect([...binCounts([0, 0.9, 1, 2.5, 4], 0, 4, 4)]).toEqual([2, 1, 1, 1]);
  });

  it('of equal values has them all in one bin', () => {
    expect([...binCounts([5, 5, 5], 5, 5, 3)]).toEqual([3, 0, 0]);
  });

  it('has quantiles within its bins', () => {
    const uniform = histogram(0, 10, [10, 10, 10, 10, 10]);
    expect(histogramQuantile(uniform, 0.5)).toBeCloseTo(5, 12);
    expect(histogramQuantile(uniform, 0.9)).toBeCloseTo(9, 12);
    expect(histogramQuantile(histogram(0, 1, [0, 0]), 0.5)).toBeNaN();
  });

  it('of magnitudes folds the negative side onto the positive one', () => {
    const folded = magnitudes(histogram(-4, 2, [1, 2, 3, 4, 5, 6]));
    expect(folded).toMatchObject({ low: 0, high: 4 });
    expect([...folded.counts].reduce((a, b) => a + b)).toBe(21);
    expect(folded.counts[5]).toBe(1);
  });

  it('is widened to contain 0, with all its counts', () => {
    const widened = aroundZero(histogram(2, 4, [7, 9]));
    expect(widened).toMatchObject({ low: 0, high: 4 });
    expect([...widened.counts]).toEqual([0, 16]);
  });
});

describe('the range of a value', () => {
  it('is all that was seen, and 0, by min-max', () => {
    expect(rangeOf({ min: -1, max: 3, histogram: null }, 'min-max', false)).toEqual({ low: -1, high: 3 });
    expect(rangeOf({ min: 2, max: 3, histogram: null }, 'min-max', false)).toEqual({ low: 0, high: 3 });
    expect(rangeOf({ min: -3, max: -2, histogram: null }, 'min-max', false)).toEqual({ low: -3, high: 0 });
  });

  it('is the same on both sides where it is symmetric', () => {
    expect(rangeOf({ min: -1, max: 3, histogram: null }, 'min-max', true)).toEqual({ low: -3, high: 3 });
  });

  it('cuts the rarest values off at each end by percentile', () => {
    // 100 000 values between ±1, and 4 far away: 99.99 % leaves out 5 at each end.
    const counts = Array<number>(2000).fill(0);
    for (let bin = 990; bin < 1010; bin += 1) counts[bin] = 5000;
    counts[0] = 2;
    counts[1999] = 2;
    const range = rangeOf(
      { min: -100, max: 100, histogram: histogram(-100, 100, counts) },
      'percentile',
      false,
    );
    expect(range?.low).toBeCloseTo(-1, 2);
    expect(range?.high).toBeCloseTo(1, 2);
  });

  it('keeps 0 within it where percentiles would not', () => {
    const range = rangeOf({ min: 1, max: 2, histogram: histogram(1, 2, [1, 1]) }, 'percentile', false);
    expect(range?.low).toBe(0);
  });

  it('is unknown where a value was not finite', () => {
    expect(rangeOf({ min: NaN, max: NaN, histogram: null }, 'min-max', false)).toBeNull();
  });

  it('is 0 alone for a value that was always 0', () => {
    const dead = { min: 0, max: 0, histogram: histogram(0, 0, [9, 0]) };
    for (const method of ['min-max', 'percentile', 'entropy'] as const) {
      expect(rangeOf(dead, method, false)).toEqual({ low: 0, high: 0 });
    }
  });
});

describe('the range of least information lost', () => {
  it('is all of it where values are spread evenly', () => {
    expect(
      rangeOf(
        shaped(-1, 1, () => 1000),
        'entropy',
        false,
      ),
    ).toEqual({ low: -1, high: 1 });
    expect(entropyShare(shaped(0, 6, () => 50).histogram!, 256)).toBe(1);
  });

  it('leaves out a tail that hardly anything lies in', () => {
    const spiked = shaped(
      -8,
      8,
      (value) => Math.round(1e6 * Math.exp(-value * value * 200)) + (Math.abs(value) > 7.99 ? 1 : 0),
    );
    const range = rangeOf(spiked, 'entropy', false);
    expect(range?.high).toBeLessThan(5);
    expect(range?.low).toBeCloseTo(-(range?.high ?? NaN), 9);
  });

  it('shrinks a range that ends at 0 from its other end alone', () => {
    const oneSided = shaped(
      0,
      16,
      (value) => Math.round(1e6 * Math.exp(-value * 30)) + (value > 15.98 ? 1 : 0),
    );
    const range = rangeOf(oneSided, 'entropy', false);
    expect(range?.low).toBe(0);
    expect(range?.high).toBeLessThan(12);
  });
});

describe('observations', () => {
  it('gather extremes and counts of several inferences', () => {
    const observed = new Observations();
    observed.addExtremes('a', { min: 0, max: 1 });
    observed.addExtremes('a', { min: -1, max: 0.5 });
    observed.addExtremes('b', { min: NaN, max: NaN });
    expect(observed.ranges()).toEqual({ a: { min: -1, max: 1 } });
    observed.addCounts('a', Float64Array.of(1, 2));
    observed.addCounts('a', Float64Array.of(3, 4));
    const calibration = observed.calibration();
    expect(calibration.get('a')).toEqual({ min: -1, max: 1, histogram: histogram(-1, 1, [4, 6]) });
    expect(calibration.get('b')?.histogram).toBeNull();
    expect(calibration.has('c')).toBe(false);
  });
});
