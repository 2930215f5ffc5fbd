/** From what was seen of a value to the range that its 8 bits cover. */
import type { ObservedValue } from '../calibration.ts';
import { entropyShare } from './entropy.ts';
import { histogramQuantile, magnitudes } from './histogram.ts';

export type RangeMethod = 'min-max' | 'percentile' | 'entropy';

/** Always contains 0, so that 0 (padding, what a Relu cuts off) is exact. */
export interface QuantizationRange {
  readonly low: number;
  readonly high: number;
}

/** The share of all values, in percent, that `percentile` keeps inside the range. */
export const KEPT_PERCENT = 99.99;

/**
 * - min-max: all that was seen.
 * - percentile: the middle 99.99 % of what was seen; half of the rest is cut off at each end.
 * - entropy: the share of the full range whose 8-bit image differs least from the distribution (entropy.ts).
 *
 * `symmetric` gives the same on both sides of 0 (percentile and entropy then look at magnitudes). Null where
 * a value was not finite. Without a histogram, all that was seen, whatever the method.
 */
export function rangeOf(
  observed: ObservedValue,
  method: RangeMethod,
  symmetric: boolean,
): QuantizationRange | null {
  const { min, max } = observed;
  if (!Number.isFinite(min) || !Number.isFinite(max)) return null;
  const range = symmetric ? symmetricRange(observed, method) : asymmetricRange(observed, method);
  return { low: Math.min(0, range.low), high: Math.max(0, range.high) };
}

function asymmetricRange({ min, max, histogram }: ObservedValue, method: RangeMethod): QuantizationRange {
  if (histogram === null || method === 'min-max') return { low: min, high: max };
  if (method === 'percentile') {
    const cut = (100 - KEPT_PERCENT) / 200;
    return { low: histogramQuantile(histogram, cut), high: histogramQuantile(histogram, 1 - cut) };
  }
  const share = entropyShare(histogram, 256);
  return { low: share * Math.min(0, min), high: share * Math.max(0, max) };
}

function symmetricRange({ min, max, histogram }: ObservedValue, method: RangeMethod): QuantizationRange {
  const most = Math.max(-min, max, 0);
  const reach = ((): number => {
    if (histogram === null || method === 'min-max') return most;
    const sizes = magnitudes(histogram);
    if (method === 'percentile') return histogramQuantile(sizes, KEPT_PERCENT / 100);
    return entropyShare(sizes, 128) * most;
  })();
  return { low: -reach, high: reach };
}
