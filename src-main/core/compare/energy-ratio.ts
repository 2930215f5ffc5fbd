/** How many times the net joules of one run are those of another one, which shares no round and no idle window with it. */
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { mean } from '../stats/interval.ts';
import { meanVariance, type RoundValue } from '../stats/round-mean.ts';

/** The rounds of one row, as `summariseEnergy` gives them. */
export interface Rounds {
  readonly netByRound: ReadonlyMap<number, RoundValue>;
  /** Variance of one idle window, W². */
  readonly idleVarianceW2: number;
}

export interface EnergyRatio {
  /** 0.5: half the joules of the baseline. */
  readonly ratio: number;
  readonly interval: readonly [low: number, high: number];
  /** Two-sided, of both having the same mean. */
  readonly p: number;
}

/**
 * mean(own) / mean(baseline) with its interval at `level`, on the logarithm: the variance of log(mean) is
 * var(mean) / mean² (delta method; Casella and Berger, Statistical Inference, 5.5.4), the two runs are independent, and
 * the degrees of freedom are Welch's (B. L. Welch, Biometrika 34, 1947). null with fewer than two rounds in
 * either, or where a mean is not above 0: such a ratio says nothing.
 */
export function energyRatio(own: Rounds, baseline: Rounds, level: number): EnergyRatio | null {
  const [a, b] = [logMean(own), logMean(baseline)];
  if (a === null || b === null) return null;
  const distance = a.log - b.log;
  const variance = a.variance + b.variance;
  if (variance === 0) {
    const ratio = Math.exp(distance);
    return { ratio, interval: [ratio, ratio], p: distance === 0 ? 1 : 0 };
  }
  const freedom = variance ** 2 / (a.variance ** 2 / (a.n - 1) + b.variance ** 2 / (b.n - 1));
  const spread = Math.sqrt(variance);
  const half = tQuantile(1 - (1 - level) / 2, freedom) * spread;
  return {
    ratio: Math.exp(distance),
    interval: [Math.exp(distance - half), Math.exp(distance + half)],
    p: Math.min(1, 2 * tCdf(-Math.abs(distance) / spread, freedom)),
  };
}

function logMean({
  netByRound,
  idleVarianceW2,
}: Rounds): { log: number; variance: number; n: number } | null {
  const rounds = [...netByRound.values()];
  const centre = mean(rounds.map(({ value }) => value));
  if (rounds.length < 2 || !(centre > 0)) return null;
  return {
    log: Math.log(centre),
    variance: meanVariance(rounds, idleVarianceW2) / centre ** 2,
    n: rounds.length,
  };
}
