/**
 * Latencies as counts in buckets whose bounds grow by a constant factor, so that every quantile has
 * the same relative error and two sketches merge by adding counts: the idea of DDSketch (Masson,
 * Rim, Lee, PVLDB 12, 2019). Bucket b holds values in (γ^(b−1), γ^b] ms.
 */

/** γ: the mid-point 2γ^b/(γ+1) is within (γ−1)/(γ+1) ≈ 0.25 % of every value in its bucket. */
export const SKETCH_BASE = 1.005;

export type LatencySketch = readonly (readonly [bucket: number, count: number])[];

/** Counts positive latencies in ms; ascending buckets. */
export function sketchLatencies(latenciesMs: Iterable<number>): [number, number][] {
  const counts = new Map<number, number>();
  const perLog = 1 / Math.log(SKETCH_BASE);
  for (const latencyMs of latenciesMs) {
    const bucket = Math.ceil(Math.log(latencyMs) * perLog);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => a - b);
}

/** The p-quantile in ms (nearest rank), as the mid-point of its bucket; null for an empty sketch. */
export function sketchQuantile(sketch: LatencySketch, p: number): number | null {
  const total = sketch.reduce((sum, [, count]) => sum + count, 0);
  const wanted = Math.max(1, Math.ceil(p * total));
  let seen = 0;
  for (const [bucket, count] of sketch) {
    seen += count;
    if (seen >= wanted) return (2 * SKETCH_BASE ** bucket) / (SKETCH_BASE + 1);
  }
  return null;
}

/** Median, p90 and p99 in ms; null when nothing was counted. */
export function latencyQuantiles(sketch: LatencySketch): { median: number; p90: number; p99: number } | null {
  const [median, p90, p99] = [0.5, 0.9, 0.99].map((p) => sketchQuantile(sketch, p));
  return median == null || p90 == null || p99 == null ? null : { median, p90, p99 };
}
