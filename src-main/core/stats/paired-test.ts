import tCdf from '@stdlib/stats-base-dists-t-cdf';
import { mean, variance } from './interval.ts';

/**
 * Two-sided p-value of the paired t-test: is the mean of the differences 0? Differences are in the
 * unit of the samples. Below two pairs nothing can be said, so p = 1; differences that are all the
 * same number other than 0 give p = 0.
 */
export function pairedTestP(differences: readonly number[]): number {
  const n = differences.length;
  if (n < 2) return 1;
  const centre = mean(differences);
  const spread = Math.sqrt(variance(differences) / n);
  if (spread === 0) return centre === 0 ? 1 : 0;
  return Math.min(1, 2 * tCdf(-Math.abs(centre) / spread, n - 1));
}

/**
 * Which hypotheses Holm's step-down procedure rejects at the family-wise `level` (S. Holm, "A simple
 * sequentially rejective multiple test procedure", Scand. J. Statistics 6, 1979).
 */
export function holmRejects(pValues: readonly number[], level: number): boolean[] {
  const order = pValues.map((_, index) => index).sort((a, b) => (pValues[a] ?? 1) - (pValues[b] ?? 1));
  const rejected = pValues.map(() => false);
  for (const [step, index] of order.entries()) {
    if ((pValues[index] ?? 1) > level / (pValues.length - step)) break;
    rejected[index] = true;
  }
  return rejected;
}
