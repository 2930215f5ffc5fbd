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

/** Half the width over the mean's size: what the stopping rule looks at. Infinite at a mean of 0. */
export function halfWidthRatio(interval: MeanInterval): number {
  return (interval.high - interval.low) / 2 / Math.abs(interval.mean);
}
