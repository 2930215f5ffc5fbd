/**
 * Which layers are worth converting values to integers for, and back. The bounds are those of int8-dynamic,
 * measured (README.md), and hold for every model alike.
 */
import { MIN_REUSE, MIN_WEIGHTS } from '../int8/limits.ts';
import { elementCount } from '../onnx/tensors.ts';
import type { StaticLayer } from './layers.ts';

/** More products of two 8-bit distances from a zero point could, with the bias, leave the range of int32. */
const MAX_SUMMED = Math.floor(2 ** 30 / (255 * 127));

/** Why a layer stays in float whatever is around it; null where it need not. */
export function impossible({ kind, dims }: StaticLayer): string | null {
  const summed = kind === 'Conv' ? elementCount(dims.slice(1)) : (dims[0] ?? 0);
  return summed > MAX_SUMMED ? `it sums ${summed} products, too many for 32 bits` : null;
}

/**
 * Why a layer is not worth converting for: it runs on integers only where what is before and behind it does,
 * so that nothing is converted for it. Null where it is.
 *
 * Reuse: multiplications for each value that a position reads or writes.
 */
export function notWorthwhile(layer: StaticLayer): string | null {
  const weights = elementCount(layer.dims);
  if (weights < MIN_WEIGHTS) return `it has ${weights} weights; fewer than ${MIN_WEIGHTS} gain nothing`;
  const read = layer.kind === 'Conv' ? (layer.dims[1] ?? 0) * layer.groups : (layer.dims[0] ?? 0);
  const reuse = weights / (read + layer.channels);
  if (reuse >= MIN_REUSE) return null;
  return `it multiplies each value ${reuse.toFixed(0)} times; below ${MIN_REUSE}, converting values costs more`;
}
