/** What nobody beats in energy and speed at once. */

export interface ParetoPoint {
  /** Median latency. */
  readonly medianMs: number;
  /** Per inference. */
  readonly energyMj: number;
  /** Its answers are too far from fp32's. */
  readonly degraded: boolean;
}

/**
 * The points to which no other is both at least as frugal and at least as fast (and one of the two truly), by
 * ascending latency. Degraded ones are none: a wrong answer is no bargain. Of equal points, the first.
 */
export function frontierOf<P extends ParetoPoint>(points: readonly P[]): P[] {
  const sorted = points
    .filter(({ degraded }) => !degraded)
    .sort((a, b) => a.medianMs - b.medianMs || a.energyMj - b.energyMj);
  let leastMj = Infinity;
  return sorted.filter(({ energyMj }) => {
    if (energyMj >= leastMj) return false;
    leastMj = energyMj;
    return true;
  });
}
