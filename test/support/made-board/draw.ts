/** Drawing from what a seed decides. */
import { seededRandom, type Random } from '#core/stats/random.ts';

/** Independent of the numbers of other places: any part of a board can be made without the rest. */
export function randomOf(seed: number, place: number): Random {
  // Knuth's multiplicative hash keeps (seed, place) and (seed + 1, place − 1) apart.
  return seededRandom((Math.imul(seed, 2_654_435_761) + Math.imul(place + 1, 40_503)) >>> 0);
}

export function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low);
}

/** Throws `RangeError` for an empty list. */
export function oneOf<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('nothing to draw from');
  return item;
}

/** About normal, with mean 0 and standard deviation 1: the sum of four uniform numbers (Irwin and Hall). */
export function noise(random: Random): number {
  return (random() + random() + random() + random() - 2) * Math.sqrt(3);
}

/** Six digits: what a clock or a sensor shows, without the tail of a float. */
export function rounded(value: number, digits = 6): number {
  return Number(value.toFixed(digits));
}
