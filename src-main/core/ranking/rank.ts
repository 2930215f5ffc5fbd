import { holmRejects } from '../stats/holm.ts';
import { mean } from '../stats/interval.ts';
import { roundTestP, type RoundValue } from '../stats/round-mean.ts';

/** One configuration's net J per inference by round, with the idle windows' part in each. */
export type ByRound = ReadonlyMap<number, RoundValue>;

/**
 * Ranks by mean net J per inference, 1 the lowest. Every pair is compared by a t-test on the rounds
 * that both have (interleaving makes drift common to both), Holm-corrected over all pairs at
 * `level`. A rank is 1 + the number of configurations that are lower by a difference that the data
 * show, so those that are not separated from the best of their group share its rank. Same order as
 * the input; null for an entry without values.
 */
export function rankByRounds(
  entries: readonly ByRound[],
  idleVarianceW2: number,
  level: number,
): (number | null)[] {
  const means = entries.map((entry) =>
    entry.size === 0 ? null : mean([...entry.values()].map(({ value }) => value)),
  );
  const pairs: { higher: number; p: number }[] = [];
  for (const [first, firstMean] of means.entries()) {
    for (let second = first + 1; second < means.length; second += 1) {
      const secondMean = means[second];
      if (firstMean == null || secondMean == null) continue;
      const differences = differencesOf(entries[second] as ByRound, entries[first] as ByRound);
      pairs.push({
        higher: firstMean <= secondMean ? second : first,
        p: roundTestP(differences, idleVarianceW2),
      });
    }
  }
  const separated = holmRejects(
    pairs.map((pair) => pair.p),
    level,
  );
  return means.map((value, index) =>
    value === null ? null : 1 + pairs.filter((pair, at) => separated[at] && pair.higher === index).length,
  );
}

/** a − b by round, in the rounds that both have; an idle window's parts in both are one part. */
function differencesOf(a: ByRound, b: ByRound): RoundValue[] {
  return [...a].flatMap(([round, { value, loadings }]) => {
    const other = b.get(round);
    if (other === undefined) return [];
    const parts = new Map(loadings.map(({ index, share }) => [index, share]));
    for (const { index, share } of other.loadings) parts.set(index, (parts.get(index) ?? 0) - share);
    return [{ value: value - other.value, loadings: [...parts].map(([index, share]) => ({ index, share })) }];
  });
}
