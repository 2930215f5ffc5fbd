/** What nobody beats in energy and speed at once. Pure. */
import type { BoardEntry } from '#core/leaderboard/rank.ts';

export interface Point {
  readonly entry: BoardEntry;
  readonly medianMs: number;
  /** Net, per inference. */
  readonly netMj: number;
}

export function pointsOf(entries: readonly BoardEntry[]): Point[] {
  return entries.map((entry) => {
    const { netJ, latencyMs } = entry.submission.results;
    return { entry, medianMs: latencyMs.median, netMj: netJ * 1000 };
  });
}

/**
 * The points to which no other is both at least as frugal and at least as fast (and one of the two truly), by
 * ascending latency. Degraded entries are none: a wrong answer is no bargain. Of equal points, the first.
 */
export function frontierOf(points: readonly Point[]): Point[] {
  const sorted = points
    .filter(({ entry }) => !entry.degraded)
    .sort((a, b) => a.medianMs - b.medianMs || a.netMj - b.netMj);
  let leastMj = Infinity;
  return sorted.filter(({ netMj }) => {
    if (netMj >= leastMj) return false;
    leastMj = netMj;
    return true;
  });
}

/** Smallest and largest, of however many: spread into arguments, a hundred thousand are too many. */
export function rangeOf(values: readonly number[]): [low: number, high: number] {
  return values.reduce(
    ([low, high], value): [number, number] => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}

/** Above this ratio of the largest to the smallest, equal steps would crowd the small ones together. */
const LOG_FROM_RATIO = 20;

/** Logarithmic where the range asks for it; values of 0 and below have no logarithm. */
export function scaleOf(values: readonly number[]): 'linear' | 'log' {
  const [low, high] = rangeOf(values);
  return low > 0 && high / low > LOG_FROM_RATIO ? 'log' : 'linear';
}
