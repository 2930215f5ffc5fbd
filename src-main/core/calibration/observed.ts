/** Reduces what a value was, inference by inference, to what static quantization needs. */
import type { Calibration, Histogram, ObservedValue } from '../calibration.ts';

/** As ONNX Runtime's and TensorRT's calibrators have it. */
export const HISTOGRAM_BINS = 2048;

export interface Extremes {
  readonly min: number;
  readonly max: number;
}

/** NaN for both as soon as one value is not finite; null where there is no value at all. */
export function extremesOf(data: ArrayLike<number>): Extremes | null {
  let min = Infinity;
  let max = -Infinity;
  for (let at = 0; at < data.length; at += 1) {
    const value = data[at] ?? NaN;
    if (!Number.isFinite(value)) return { min: NaN, max: NaN };
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return data.length === 0 ? null : { min, max };
}

/** Of both together. NaN stays NaN. */
export function widest(a: Extremes, b: Extremes): Extremes {
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

/** How many values lie in each of `bins` equal bins from `low` to `high`; those outside are in the outermost. */
export function binCounts(data: ArrayLike<number>, low: number, high: number, bins: number): Float64Array {
  const counts = new Float64Array(bins);
  const perUnit = high > low ? bins / (high - low) : 0;
  for (let at = 0; at < data.length; at += 1) {
    const bin = Math.floor(((data[at] ?? NaN) - low) * perUnit);
    const into = Math.min(bins - 1, Math.max(0, bin));
    counts[into] = (counts[into] ?? 0) + 1;
  }
  return counts;
}

/** Collects one value's observations over many inferences, in two passes: extremes, then counts between them. */
export class Observations {
  readonly #extremes = new Map<string, Extremes>();
  readonly #counts = new Map<string, Float64Array>();

  addExtremes(name: string, seen: Extremes): void {
    const before = this.#extremes.get(name);
    this.#extremes.set(name, before === undefined ? seen : widest(before, seen));
  }

  /** Between which values each value's histogram goes; those that were not finite have none. */
  ranges(): Record<string, Extremes> {
    const finite = [...this.#extremes].filter(
      ([, { min, max }]) => Number.isFinite(min) && Number.isFinite(max),
    );
    return Object.fromEntries(finite);
  }

  addCounts(name: string, counts: Float64Array): void {
    const sum = this.#counts.get(name) ?? new Float64Array(counts.length);
    for (const [bin, count] of counts.entries()) {
      sum[bin] = (sum[bin] ?? 0) + count;
    }
    this.#counts.set(name, sum);
  }

  calibration(): Calibration {
    const entries = [...this.#extremes].map(([name, { min, max }]): [string, ObservedValue] => {
      const counts = this.#counts.get(name);
      const histogram: Histogram | null = counts === undefined ? null : { low: min, high: max, counts };
      return [name, { min, max, histogram }];
    });
    return new Map(entries);
  }
}
