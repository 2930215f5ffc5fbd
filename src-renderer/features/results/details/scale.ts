/** Axes of the small charts. */

/** Whole steps of 1, 2 or 5 times a power of ten from `low` to `high`, about `count` of them. */
export function niceTicks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Multiplied, not added up: 0.1 + 0.2 is not 0.3.
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** 1, 2 and 5 times each power of ten within the range, and even steps where it holds too few of those. */
export function logTicks(low: number, high: number): number[] {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  const all = Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index)).flatMap((decade) =>
    [1, 2, 5].map((step) => Number((step * decade).toPrecision(12))),
  );
  const within = all.filter((tick) => tick >= low && tick <= high);
  return within.length >= 3 ? within : niceTicks(low, high, 6);
}

/** From a value to its place. */
export type Place = (value: number) => number;

export function linearPlace(
  [low, high]: readonly [number, number],
  [from, to]: readonly [number, number],
): Place {
  const span = high - low || 1;
  return (value) => from + ((value - low) / span) * (to - from);
}

export function logPlace([low, high]: readonly [number, number], range: readonly [number, number]): Place {
  const linear = linearPlace([Math.log(low), Math.log(high)], range);
  return (value) => linear(Math.log(value));
}
