/** Which channels of a group matter least, and how many stay. */
import type { TensorProto } from '../onnx/messages.ts';
import { dimsOf, elementCount, floatsOf } from '../onnx/tensors.ts';
import type { Role, Use } from './site.ts';

/** Channels lie in blocks of eight or sixteen in the convolution kernels of x86 and ARM; a rest costs a whole block. */
const BLOCK = 8;

/**
 * Channels that stay of `size`: the share 1 − ratio, rounded; a multiple of 8 (half a block rounds up) where `size`
 * is one; at least 1, or 8.
 */
export function keptCount(size: number, ratio: number): number {
  const step = size % BLOCK === 0 ? BLOCK : 1;
  return Math.max(step, step * Math.round(Math.round(size * (1 - ratio)) / step));
}

/**
 * One score a channel of a group: M[c] · S[c] · R[c], where M, S and R each sum ‖W[c]‖₂ / mean over c′ of ‖W[c′]‖₂
 * over the weights W that make the channels, scale each (depthwise convolution, the scale of a normalization), and
 * read them; a kind that the group lacks counts as 1. W[c] is all of W that belongs to channel c.
 *
 * Norms of weights as importance: Li et al., "Pruning Filters for Efficient ConvNets", ICLR 2017 (there L1, and of
 * the makers alone); summed over a coupled group, each by its mean: Fang et al., "DepGraph", CVPR 2023. The product
 * of the three sums, rather than one sum, is ours: what a channel gives passes through all of them, so that one
 * which nothing reads, or which is scaled by 0, is worth nothing. Null where a weight holds NaN or infinity.
 */
export function importance(
  size: number,
  uses: readonly Use[],
  innerOf: (use: Use) => number,
): Float64Array | null {
  const sums = new Map<Role, Float64Array>();
  for (const use of distinct(uses)) {
    const norms = normsAlong(use.tensor, use.axis, innerOf(use));
    if (norms?.length !== size) return null;
    const mean = norms.reduce((sum, norm) => sum + norm, 0) / size;
    if (!Number.isFinite(mean)) return null;
    const sum = sums.get(use.role) ?? new Float64Array(size);
    sums.set(
      use.role,
      sum.map((before, channel) => before + (mean > 0 ? (norms[channel] ?? 0) / mean : 0)),
    );
  }
  let score = new Float64Array(size).fill(1);
  for (const sum of sums.values()) score = score.map((before, channel) => before * (sum[channel] ?? 0));
  return score;
}

/** Two nodes with the same weights are one set of weights. */
function distinct(uses: readonly Use[]): Use[] {
  return uses.filter(
    ({ tensor, axis }, at) => uses.findIndex((each) => each.tensor === tensor && each.axis === axis) === at,
  );
}

/** The `count` channels of the highest score in ascending order; of equal ones, the first. */
export function best(scores: Float64Array, count: number): number[] {
  return [...scores.keys()]
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
    .slice(0, count)
    .sort((a, b) => a - b);
}

/** ‖W[c]‖₂ for each channel c along `axis`, `inner` successive indices of which are one channel. */
function normsAlong(tensor: TensorProto, axis: number, inner: number): Float64Array | null {
  const values = floatsOf(tensor);
  if (values === null) return null;
  const dims = dimsOf(tensor);
  const size = dims[axis] ?? 0;
  const run = elementCount(dims.slice(axis + 1)) * inner;
  const channels = size / inner;
  const squares = new Float64Array(channels);
  for (let start = 0, channel = 0; start < values.length; start += run, channel = (channel + 1) % channels) {
    let sum = 0;
    for (let at = start; at < start + run; at++) {
      const value = values[at] ?? 0;
      sum += value * value;
    }
    squares[channel] = (squares[channel] ?? 0) + sum;
  }
  return squares.map(Math.sqrt);
}
