/**
 * The range that loses least information when it is cut into few levels: the one whose image has the least
 * Kullback-Leibler divergence from what was seen.
 *
 * Source: S. Migacz, "8-bit Inference with TensorRT", NVIDIA GTC 2017; ONNX Runtime's calibrator
 * (onnxruntime/python/tools/quantization/calibrate.py, `get_entropy_threshold`) is the same idea. Those try
 * ranges that are symmetric around 0. Here both ends shrink towards 0 together, each from its own extreme, so
 * that a range which ends at 0 (after a Relu) keeps all its levels on the side that is used.
 */
import type { Histogram } from '../calibration.ts';
import { aroundZero } from './histogram.ts';

/**
 * Bins that are looked at: at most two a level. With 2048, as TensorRT has, ranges shrank so far that text
 * orientation lost 30 dB (README.md of src-main/precision).
 */
const BINS = 512;

/** Losses this close (nats) are equal: what cuts nothing off is preferred to what gains nothing. */
const TOLERANCE = 0.01;

/** Candidates: this many shares from 1 downwards, as far as a range has at least one bin a level. */
const STEPS = 128;

/**
 * The share (0 … 1] of the histogram's range, taken towards 0 from both ends, that `levels` steps show best.
 * The least loss wins; among those as good, the largest share.
 */
export function entropyShare(histogram: Histogram, levels: number): number {
  const { low, high, counts: seen } = aroundZero(histogram);
  const counts = withoutSpikes(merged(seen, Math.ceil(seen.length / BINS)));
  const bins = counts.length;
  if (!(high > low)) return 1;
  const zero = (-low / (high - low)) * bins;
  const tried: { share: number; loss: number }[] = [];
  for (let step = STEPS; step > 0; step -= 1) {
    const share = step / STEPS;
    const from = Math.round(zero - zero * share);
    const to = Math.round(zero + (bins - zero) * share);
    if (to - from < levels) break;
    const loss = divergence(counts, from, to, levels);
    tried.push({ share, loss });
  }
  const least = Math.min(...tried.map(({ loss }) => loss));
  return tried.find(({ loss }) => loss <= least + TOLERANCE)?.share ?? 1;
}

/**
 * A value that is taken again and again (what a Relu cut off, padding) fills one bin. Spread over a level's bins
 * it would outweigh all else, and the range would shrink until each bin had a level of its own; but a single
 * value loses nothing by that. So no bin counts more than the larger of its neighbours. (NVIDIA's
 * pytorch-quantization does it to the bin of 0: `bins[0] = bins[1]`.)
 */
function withoutSpikes(counts: Float64Array): Float64Array {
  return counts.map((count, bin) => Math.min(count, Math.max(counts[bin - 1] ?? 0, counts[bin + 1] ?? 0)));
}

/**
 * Σ P · ln(P / Q). P: the counts from bin `from` to before `to`, with what lies outside in the outermost
 * bins; Q: the same bins without what lies outside, in `levels` groups, each group's sum spread evenly over
 * those of its bins that are not empty.
 */
function divergence(counts: Float64Array, from: number, to: number, levels: number): number {
  const size = to - from;
  const p = counts.slice(from, to);
  const outside = { below: sum(counts.subarray(0, from)), above: sum(counts.subarray(to)) };
  p[0] = (p[0] ?? 0) + outside.below;
  p[size - 1] = (p[size - 1] ?? 0) + outside.above;
  const q = new Float64Array(size);
  for (let level = 0; level < levels; level += 1) {
    const start = Math.floor((level * size) / levels);
    const end = Math.floor(((level + 1) * size) / levels);
    let total = 0;
    let used = 0;
    for (let bin = start; bin < end; bin += 1) {
      total += counts[from + bin] ?? 0;
      if ((p[bin] ?? 0) > 0) used += 1;
    }
    for (let bin = start; bin < end; bin += 1) if ((p[bin] ?? 0) > 0) q[bin] = total / used;
  }
  const [sumP, sumQ] = [sum(p), sum(q)];
  if (sumP === 0 || sumQ === 0) return Infinity;
  let loss = 0;
  for (let bin = 0; bin < size; bin += 1) {
    const share = (p[bin] ?? 0) / sumP;
    // A bin of P that Q does not have at all would cost infinitely much; as if it had a trace of it.
    if (share > 0) loss += share * Math.log(share / Math.max((q[bin] ?? 0) / sumQ, SMALLEST_SHARE));
  }
  return loss;
}

/** Each `size` bins as one. */
function merged(counts: Float64Array, size: number): Float64Array {
  const sums = new Float64Array(Math.ceil(counts.length / size));
  for (const [bin, count] of counts.entries()) {
    const group = Math.floor(bin / size);
    sums[group] = (sums[group] ?? 0) + count;
  }
  return sums;
}

const SMALLEST_SHARE = 1e-12;

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
