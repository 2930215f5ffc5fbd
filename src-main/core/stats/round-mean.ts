/**
 * The mean over rounds, and how uncertain it is when neighbouring rounds share an idle window.
 *
 * A round's net energy is gross − Σ loading × idle power over the idle windows beside it. The idle
 * window between two rounds enters both, so their errors go together and s²/n is too small. With the
 * loadings known, what is missing is σ² · (Σᵢ cᵢ² − Σᵣ Σᵢ lᵣᵢ² / n²), where lᵣᵢ is the loading of idle
 * window i in round r, cᵢ = Σᵣ lᵣᵢ / n, and σ² an idle window's variance.
 */
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { mean, variance, type MeanInterval } from './interval.ts';

export interface RoundValue {
  readonly value: number;
  /** Loadings by index of the idle window, in units of value per W. */
  readonly loadings: readonly { readonly index: number; readonly share: number }[];
}

/** Variance of the mean of the rounds' values; NaN for fewer than two. */
export function meanVariance(rounds: readonly RoundValue[], idleVarianceW2: number): number {
  const n = rounds.length;
  const total = new Map<number, number>();
  let own = 0;
  for (const { loadings } of rounds) {
    for (const { index, share } of loadings) {
      total.set(index, (total.get(index) ?? 0) + share / n);
      own += (share / n) ** 2;
    }
  }
  const together = [...total.values()].reduce((sum, loading) => sum + loading ** 2, 0);
  const shared = Math.max(0, idleVarianceW2 * (together - own));
  return variance(rounds.map(({ value }) => value)) / n + shared;
}

/** mean ± t(1 − (1 − level)/2, n − 1) · √(variance of the mean); null below two rounds. */
export function roundInterval(
  rounds: readonly RoundValue[],
  idleVarianceW2: number,
  level: number,
): MeanInterval | null {
  const n = rounds.length;
  if (n < 2) return null;
  const centre = mean(rounds.map(({ value }) => value));
  const halfWidth = tQuantile(1 - (1 - level) / 2, n - 1) * Math.sqrt(meanVariance(rounds, idleVarianceW2));
  return { n, mean: centre, low: centre - halfWidth, high: centre + halfWidth };
}

/** Two-sided p-value that the mean of paired differences is 0; 1 below two pairs. */
export function roundTestP(differences: readonly RoundValue[], idleVarianceW2: number): number {
  if (differences.length < 2) return 1;
  const centre = mean(differences.map(({ value }) => value));
  const spread = Math.sqrt(meanVariance(differences, idleVarianceW2));
  if (spread === 0) return centre === 0 ? 1 : 0;
  return Math.min(1, 2 * tCdf(-Math.abs(centre) / spread, differences.length - 1));
}
