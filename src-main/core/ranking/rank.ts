import { holmRejects } from '../stats/holm.ts';
import { mean } from '../stats/interval.ts';
import { roundTestP, type RoundValue } from '../stats/round-mean.ts';

/** One configuration's net J per inference by round, with the idle windows' part in each. */
export type ByRound = ReadonlyMap<number, RoundValue>;

/**
 * Ranks by mean net J per inference, 1 the lowest. In ascending order, an entry shares the rank of
 * the entry that leads it unless the data tell the two apart; then it leads the next rank, which is
 * its place in the order. Every pair is compared by a t-test on the rounds that both have
 * (interleaving makes drift common to both), Holm-corrected over all pairs at `level`. Same order as
 * the input; null for an entry without values.
 */
export function rankByRounds(
  entries: readonly ByRound[],
  idleVarianceW2: number,
  level: number,
): (number | null)[] {
  const order = entries
    .flatMap((rounds, index) => (rounds.size === 0 ? [] : [{ index, rounds, meanJ: meanOf(rounds) }]))
    .sort((a, b) => a.meanJ - b.meanJ);
  const pairs = order.flatMap((lower, first) =>
    order.slice(first + 1).map((higher, offset) => ({
      first,
      second: first + 1 + offset,
      p: roundTestP(differencesOf(higher.rounds, lower.rounds), idleVarianceW2),
    })),
  );
  const rejected = holmRejects(
    pairs.map(({ p }) => p),
    level,
  );
  const apart = new Set(
    pairs.filter((_, at) => rejected[at]).map(({ first, second }) => `${first}/${second}`),
  );

  const ranks: (number | null)[] = entries.map(() => null);
  let leader = 0;
  for (const [place, { index }] of order.entries()) {
    if (apart.has(`${leader}/${place}`)) leader = place;
    ranks[index] = leader + 1;
  }
  return ranks;
}

const meanOf = (rounds: ByRound): number => mean([...rounds.values()].map(({ value }) => value));

/** Whether `differencesOf` gives logarithms of ratios. */
export function areRatios(a: ByRound, b: ByRound): boolean {
  return [...a].every(([round, { value }]) => {
    const other = b.get(round);
    return other === undefined || (value > 0 && other.value > 0);
  });
}

/**
 * a compared with b by round, in the rounds that both have: as ln(a / b), since most of what moves
 * power moves it in proportion, or as a − b where a value is not above 0. An idle window's parts in
 * both are one part; those of a logarithm follow from its derivative.
 */
export function differencesOf(a: ByRound, b: ByRound): RoundValue[] {
  const shared = [...a].flatMap(([round, first]) => {
    const second = b.get(round);
    return second === undefined ? [] : [[first, second] as const];
  });
  const ratios = areRatios(a, b);
  return shared.map(([first, second]) => {
    const scale = ({ value }: RoundValue): number => (ratios ? 1 / value : 1);
    const parts = new Map<number, number>();
    const add = (entry: RoundValue, sign: number) => {
      for (const { index, share } of entry.loadings) {
        parts.set(index, (parts.get(index) ?? 0) + sign * share * scale(entry));
      }
    };
    add(first, 1);
    add(second, -1);
    return {
      value: ratios ? Math.log(first.value / second.value) : first.value - second.value,
      loadings: [...parts].map(([index, share]) => ({ index, share })),
    };
  });
}
