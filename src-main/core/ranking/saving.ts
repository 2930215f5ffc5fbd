/** What a reduced precision saves: its net joules over those of fp32, from the rounds that both have. */
import { targetName } from '../providers.ts';
import { summariseEnergy } from '../protocol/summary.ts';
import type { AgainstFp32, Row } from '../record/schema.ts';
import { holmRejects } from '../stats/holm.ts';
import { roundInterval, roundTestP } from '../stats/round-mean.ts';
import { rankGroup } from './group.ts';
import { areRatios, differencesOf } from './rank.ts';

/**
 * For each row its net joules over those of fp32 with the same model, target, settings of the session, batch, tier
 * and energy domains. The ratio is the geometric mean over the rounds that both have, paired as in the ranking; the two are told apart when
 * the t-test on the logarithms says so after Holm's correction over these comparisons at `separationLevel`.
 * null without such an fp32, with fewer than two rounds in common, or where a net energy is not above 0.
 */
export function savingsOf(
  rows: readonly Row[],
  { confidenceLevel, separationLevel }: { confidenceLevel: number; separationLevel: number },
): (AgainstFp32 | null)[] {
  const found = rows.map((row) => {
    const reference = rows.find((other) => isReferenceOf(other, row));
    return reference === undefined ? null : compare(row, reference, confidenceLevel);
  });
  const tests = found.flatMap((each) => (each === null ? [] : [each.p]));
  const rejected = holmRejects(tests, separationLevel);
  return found.map((each) => {
    if (each === null) return null;
    const { ratio, interval, p } = each;
    return { ratio, interval, separated: rejected[tests.indexOf(p)] ?? false };
  });
}

function compare(
  row: Row,
  reference: Row,
  level: number,
): { ratio: number; interval: [number, number]; p: number } | null {
  const own = summariseEnergy(row.windows, level);
  const base = summariseEnergy(reference.windows, level);
  if (!areRatios(own.netByRound, base.netByRound)) return null;
  const logarithms = differencesOf(own.netByRound, base.netByRound);
  const mean = roundInterval(logarithms, own.idleVarianceW2, level);
  if (mean === null || !Number.isFinite(mean.low + mean.high)) return null;
  return {
    ratio: Math.exp(mean.mean),
    interval: [Math.exp(mean.low), Math.exp(mean.high)],
    p: roundTestP(logarithms, own.idleVarianceW2),
  };
}

function isReferenceOf(reference: Row, row: Row): boolean {
  return (
    row.precision !== 'fp32' &&
    reference.precision === 'fp32' &&
    reference.modelSha256 === row.modelSha256 &&
    targetName(reference) === targetName(row) &&
    reference.threads === row.threads &&
    reference.spinning === row.spinning &&
    reference.arena === row.arena &&
    reference.batch === row.batch &&
    rankGroup(reference) === rankGroup(row)
  );
}
