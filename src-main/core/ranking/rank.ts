import { holmRejects, pairedTestP } from '../stats/paired-test.ts';
import { mean } from '../stats/interval.ts';

/** One configuration's net J per inference, by round. */
export type ByRound = ReadonlyMap<number, number>;

/**
 * Ranks by mean net J per inference, 1 the lowest. Every pair is compared by a t-test on the rounds
 * that both have (interleaving makes drift common to both), Holm-corrected over all pairs at
 * `level`. A rank is 1 + the number of configurations that are lower by a difference that the data
 * show, so those that are not separated from the best of their group share its rank. Same order as
 * the input; null for an entry without values.
 */
export function rankByRounds(entries: readonly ByRound[], level: number): (number | null)[] {
  const means = entries.map((entry) => (entry.size === 0 ? null : mean([...entry.values()])));
  const pairs: { lower: number; higher: number; p: number }[] = [];
  for (const [first, firstMean] of means.entries()) {
    for (let second = first + 1; second < means.length; second += 1) {
      const secondMean = means[second];
      if (firstMean == null || secondMean == null) continue;
      const [lower, higher] = firstMean <= secondMean ? [first, second] : [second, first];
      const p = pairedTestP(differences(entries[higher] as ByRound, entries[lower] as ByRound));
      pairs.push({ lower, higher, p });
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

function differences(a: ByRound, b: ByRound): number[] {
  return [...a].flatMap(([round, value]) => {
    const other = b.get(round);
    return other === undefined ? [] : [value - other];
  });
}
