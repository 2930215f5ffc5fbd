/** Reading histograms. */
import type { Histogram } from '../calibration.ts';

/**
 * The value below which the share `share` (0 … 1) of what was seen lies, taking a bin's values as spread
 * evenly over it. NaN for an empty histogram.
 */
export function histogramQuantile({ low, high, counts }: Histogram, share: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return NaN;
  const width = (high - low) / counts.length;
  let below = 0;
  for (const [bin, count] of counts.entries()) {
    if (count > 0 && below + count >= share * total) {
      return low + width * (bin + Math.max(0, share * total - below) / count);
    }
    below += count;
  }
  return high;
}

/** The histogram of |x|, from 0 to the largest magnitude, with as many bins. */
export function magnitudes(histogram: Histogram): Histogram {
  return rebinned(histogram, 0, Math.max(-histogram.low, histogram.high, 0), Math.abs);
}

/** The same counts over a range that contains 0. */
export function aroundZero(histogram: Histogram): Histogram {
  const { low, high } = histogram;
  if (low <= 0 && high >= 0) return histogram;
  return rebinned(histogram, Math.min(0, low), Math.max(0, high), (value) => value);
}

/** A bin's values are taken to lie at its middle. */
function rebinned(from: Histogram, low: number, high: number, map: (value: number) => number): Histogram {
  const bins = from.counts.length;
  const counts = new Float64Array(bins);
  const width = (from.high - from.low) / bins;
  const perUnit = high > low ? bins / (high - low) : 0;
  for (const [bin, count] of from.counts.entries()) {
    const at = Math.floor((map(from.low + width * (bin + 0.5)) - low) * perUnit);
    const into = Math.min(bins - 1, Math.max(0, at));
    counts[into] = (counts[into] ?? 0) + count;
  }
  return { low, high, counts };
}
