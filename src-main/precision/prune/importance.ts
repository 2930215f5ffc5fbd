/** Which channels of a group matter least, and how many stay. */
import type { TensorProto } from '../onnx/messages.ts';
import { dimsOf, elementCount, floatsOf } from '../onnx/tensors.ts';
import type { Use } from './site.ts';

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
 * One score a channel of a group: Σ over the group's weights W of ‖W[c]‖₂ / mean over c′ of ‖W[c′]‖₂, where W[c] is
 * all of W that belongs to channel c. The weights are those that make the channels, read them, or scale each
 * (depthwise convolution, the scale of a normalization).
 *
 * Norms of weights as importance: Li et al., "Pruning Filters for Efficient ConvNets", ICLR 2017 (there L1, and of
 * the makers alone); summed over a coupled group: Fang et al., "DepGraph", CVPR 2023. The mean makes layers of
 * different scale count alike. Null where a weight holds NaN or infinity.
 */
export function importance(
  size: number,
  uses: readonly Use[],
  innerOf: (use: Use) => number,
): Float64Array | null {
  const total = new Float64Array(size);
  const counted = new Set<string>();
  const known = new Map<TensorProto, number>();
  for (const use of uses) {
    const number = known.get(use.tensor) ?? known.size;
    known.set(use.tensor, number);
    const key = `${number}:${use.axis}`;
    // Two nodes with the same weights are one set of weights.
    if (counted.has(key)) continue;
    counted.add(key);
    const norms = normsAlong(use.tensor, use.axis, innerOf(use));
    if (norms?.length !== size) return null;
    const mean = norms.reduce((sum, norm) => sum + norm, 0) / size;
    if (!Number.isFinite(mean)) return null;
    if (mean > 0)
      for (const [channel, norm] of norms.entries()) total[channel] = (total[channel] ?? 0) + norm / mean;
  }
  return total;
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
