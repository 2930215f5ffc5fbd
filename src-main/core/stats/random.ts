import mt19937 from '@stdlib/random-base-mt19937';

/** Numbers in [0, 1) that the seed (0 … 2³²−1) decides: the same plan on every machine. */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  // The generator takes seeds from 1 to 2³²−1; 0 and 1 sharing one does no harm.
  const next = mt19937.factory({ seed: Math.max(1, seed >>> 0) });
  return () => next() / 2 ** 32;
}

/** A shuffled copy (Fisher and Yates, in Durstenfeld's form). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const list = [...items];
  for (let last = list.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(random() * (last + 1));
    [list[last], list[chosen]] = [list[chosen] as T, list[last] as T];
  }
  return list;
}
