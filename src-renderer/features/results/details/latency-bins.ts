/** A latency sketch as the bars of a histogram. */
import { SKETCH_BASE, type LatencySketch } from '#core/stats/latency-sketch.ts';

export interface Bin {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
  /** Of all inferences. */
  readonly share: number;
}

/** More bars than this would be too thin to see. */
const MOST_BINS = 40;
/** So that a single bucket is seen as a narrow range, not as a wide block. */
const LEAST_BUCKETS = 12;

/**
 * Bars of equal ratio: each is the same number of neighbouring buckets, so that none is split and no count is
 * guessed. Empty ones between others are there with a count of 0; an empty sketch has none.
 */
export function latencyBins(sketch: LatencySketch): Bin[] {
  const total = sketch.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return [];
  const buckets = sketch.map(([bucket]) => bucket);
  let first = buckets.reduce((least, bucket) => Math.min(least, bucket), Infinity);
  let last = buckets.reduce((most, bucket) => Math.max(most, bucket), -Infinity);
  const missing = Math.max(0, LEAST_BUCKETS - (last - first + 1));
  first -= Math.floor(missing / 2);
  last += Math.ceil(missing / 2);
  const perBin = Math.ceil((last - first + 1) / MOST_BINS);
  const counts = new Array<number>(Math.ceil((last - first + 1) / perBin)).fill(0);
  for (const [bucket, count] of sketch) {
    const bin = Math.floor((bucket - first) / perBin);
    counts[bin] = (counts[bin] ?? 0) + count;
  }
  // Bucket b holds what is above γ^(b−1) and at most γ^b.
  const edgeMs = (bin: number): number => SKETCH_BASE ** (first + bin * perBin - 1);
  return counts.map((count, bin) => ({
    fromMs: edgeMs(bin),
    toMs: edgeMs(bin + 1),
    count,
    share: count / total,
  }));
}
