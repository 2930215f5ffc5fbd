/** Samples in ascending order, all finite, at least one: quantiles rely on it. */
declare const sorted: unique symbol;
export type SortedSamples = readonly number[] & { readonly [sorted]: true };

/** Sorts a copy. Throws a RangeError on an empty list or a value that is not finite. */
export function sortSamples(values: Iterable<number>): SortedSamples {
  const list = [...values];
  if (list.length === 0) throw new RangeError('a sample needs at least one value');
  const bad = list.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new RangeError(`a sample cannot hold ${bad}`);
  return list.sort((a, b) => a - b) as unknown as SortedSamples;
}

/**
 * The p-quantile by linear interpolation between order statistics: type 7 of Hyndman & Fan,
 * "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996). p in 0 … 1.
 */
export function quantile(samples: SortedSamples, p: number): number {
  const position = p * (samples.length - 1);
  const below = Math.floor(position);
  const low = samples[below] as number;
  const high = samples[Math.min(below + 1, samples.length - 1)] as number;
  return low + (position - below) * (high - low);
}

export const median = (values: Iterable<number>): number => quantile(sortSamples(values), 0.5);
