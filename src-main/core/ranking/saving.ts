/** What a reduced precision saves: its net joules over those of fp32, from the rounds that both have. */
import { summariseEnergy } from '../protocol/summary.ts';
import type { Row } from '../record/schema.ts';
import { holmRejects } from '../stats/holm.ts';
import { roundInterval, roundTestP } from '../stats/round-mean.ts';
import { areRatios, differencesOf } from './rank.ts';

export interface Saving {
  readonly row: Row;
  /** Net joules over those of fp32: 0.5 is half of them. Geometric mean over the rounds. */
  readonly ratio: number;
  /** Interval of the ratio at the confidence level. */
  readonly interval: readonly [low: number, high: number];
  /** True when the two are told apart. */
  readonly separated: boolean;
}

/**
 * Each row that has fp32 of the same model, provider, threads, batch and tier beside it, in the order of the
 * rows. Paired by round, as the ranking is; told apart when the t-test on the logarithms of the ratios says so
 * after Holm's correction over these comparisons at `separationLevel`. Rows with a round whose net energy is
 * not above 0, or with fewer than two rounds in common, have no ratio and are left out.
 */
export function savingsOf(
  rows: readonly Row[],
  { confidenceLevel, separationLevel }: { confidenceLevel: number; separationLevel: number },
): Saving[] {
  const found = rows.flatMap((row) => {
    const reference = rows.find((other) => isReferenceOf(other, row));
    if (reference === undefined) return [];
    const own = summariseEnergy(row.windows, confidenceLevel);
    const base = summariseEnergy(reference.windows, confidenceLevel);
    if (!areRatios(own.netByRound, base.netByRound)) return [];
    const logarithms = differencesOf(own.netByRound, base.netByRound);
    const mean = roundInterval(logarithms, own.idleVarianceW2, confidenceLevel);
    if (mean === null || !Number.isFinite(mean.low + mean.high)) return [];
    const interval = [Math.exp(mean.low), Math.exp(mean.high)] as const;
    return [{ row, ratio: Math.exp(mean.mean), interval, p: roundTestP(logarithms, own.idleVarianceW2) }];
  });
  const separated = holmRejects(
    found.map(({ p }) => p),
    separationLevel,
  );
  return found.map(({ row, ratio, interval }, index) => {
    return { row, ratio, interval, separated: separated[index] ?? false };
  });
}

function isReferenceOf(reference: Row, row: Row): boolean {
  return (
    row.precision !== 'fp32' &&
    reference.precision === 'fp32' &&
    reference.modelSha256 === row.modelSha256 &&
    reference.provider === row.provider &&
    reference.threads === row.threads &&
    reference.batch === row.batch &&
    reference.tier === row.tier
  );
}
