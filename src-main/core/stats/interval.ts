import tQuantile from '@stdlib/stats-base-dists-t-quantile';

export interface MeanInterval {
  readonly n: number;
  /** In the unit of the samples, like the bounds. */
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Arithmetic mean; NaN for no values. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Unbiased sample variance (n − 1), two-pass; NaN for fewer than two values. */
export function variance(values: readonly number[]): number {
  if (values.length < 2) return NaN;
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

/**
 * Student's t interval of the mean: mean ± t(1 − (1 − level)/2, n − 1) · s / √n (Student, "The
 * probable error of a mean", Biometrika 6, 1908). Assumes independent values; null below two.
 */
export function meanInterval(values: readonly number[], level: number): MeanInterval | null {
  const n = values.length;
  if (n < 2) return null;
  const centre = mean(values);
  const halfWidth = tQuantile(1 - (1 - level) / 2, n - 1) * Math.sqrt(variance(values) / n);
  return { n, mean: centre, low: centre - halfWidth, high: centre + halfWidth };
}

/** Half the width over the mean's size: what the stopping rule looks at. Infinite at a mean of 0. */
export function halfWidthRatio(interval: MeanInterval): number {
  return (interval.high - interval.low) / 2 / Math.abs(interval.mean);
}
