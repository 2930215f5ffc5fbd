/** Latencies of one configuration, as the sketch that a record keeps of them. */
import type { Random } from '#core/stats/random.ts';
import { SKETCH_BASE } from '#core/stats/latency-sketch.ts';
import { between } from './draw.ts';

/** Most latencies lie within this many standard deviations. */
const WITHIN = 3;
const PER_LOG = 1 / Math.log(SKETCH_BASE);

export interface MadeLatencies {
  /** Ascending buckets. */
  readonly sketch: readonly (readonly [bucket: number, count: number])[];
  readonly count: number;
  readonly meanMs: number;
}

/**
 * At least `count` latencies around `medianMs`, log-normal, and a late one here and there: the scheduler's.
 * `spread`: standard deviation of the logarithm.
 */
export function madeLatencies(
  medianMs: number,
  spread: number,
  count: number,
  random: Random,
): MadeLatencies {
  const centre = Math.log(medianMs) * PER_LOG;
  const width = spread * PER_LOG;
  const counts = new Map<number, number>();
  const add = (bucket: number, more: number): void => {
    counts.set(bucket, (counts.get(bucket) ?? 0) + more);
  };
  const peak = count / (width * Math.sqrt(2 * Math.PI));
  const reach = Math.max(1, Math.ceil(width * WITHIN));
  for (let bucket = Math.ceil(centre) - reach; bucket <= Math.ceil(centre) + reach; bucket += 1) {
    const distance = (bucket - 0.5 - centre) / width;
    const expected = peak * Math.exp((-distance * distance) / 2);
    const drawn = Math.floor(expected * between(random, 0.85, 1.15) + random());
    if (drawn > 0) add(bucket, drawn);
  }
  const late = Math.max(1, Math.floor(Math.min(6, count / 120)));
  for (let index = 0; index < late; index += 1) {
    add(Math.ceil(centre + reach + between(random, 2, 90)), Math.max(1, Math.floor(count * 0.002)));
  }
  // Rounding left some out: they are usual ones.
  const made = [...counts.values()].reduce((sum, own) => sum + own, 0);
  if (made < count) add(Math.ceil(centre), count - made);
  const sketch = [...counts].sort(([a], [b]) => a - b);
  const total = sketch.reduce((sum, [, own]) => sum + own, 0);
  const sumMs = sketch.reduce((sum, [bucket, own]) => sum + own * middleMs(bucket), 0);
  return { sketch, count: total, meanMs: sumMs / total };
}

const middleMs = (bucket: number): number => (2 * SKETCH_BASE ** bucket) / (SKETCH_BASE + 1);
