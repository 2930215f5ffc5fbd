/** Operators that take windows or whole axes together, and those that need all channels at once. */
import { intOf, intsOf } from '../../onnx/attributes.ts';
import type { Site } from '../site.ts';
import { fromFront } from '../site.ts';
import type { Dims } from '../values.ts';
import { windowedSizes } from './window.ts';

export function pool(site: Site): void {
  const x = site.input(0);
  if (x === null || x.dims.length < 3) return;
  const kernel = intsOf(site.node, 'kernel_shape') ?? [];
  const output = site.output([...x.dims.slice(0, 2), ...windowedSizes(site.node, x.dims, kernel)]);
  site.linkAll(x, output, (axis) => axis > 1);
}

export function globalPool(site: Site): void {
  const x = site.input(0);
  if (x === null || x.dims.length < 3) return;
  const output = site.output(x.dims.map((dim, axis) => (axis > 1 ? 1 : dim)));
  site.linkAll(x, output, (axis) => axis > 1);
}

/** The axes are an attribute, or an input from operator set 13 (ReduceSum) or 18 on. */
export function reduce(site: Site): void {
  const x = site.input(0);
  if (x === null || (site.hasInput(1) && site.integers(1) === null)) return;
  const rank = x.dims.length;
  const given = site.hasInput(1) ? site.integers(1) : intsOf(site.node, 'axes');
  if (given?.length === 0 || (given === null && intOf(site.node, 'noop_with_empty_axes', 0) !== 0)) return;
  const axes = new Set(given?.map((axis) => fromFront(axis, rank)) ?? x.dims.keys());
  const keeps = intOf(site.node, 'keepdims', 1) !== 0;
  const left = [...x.dims.keys()].filter((axis) => !axes.has(axis));
  const dims = keeps
    ? x.dims.map((dim, axis) => (axes.has(axis) ? 1 : dim))
    : left.map((axis) => x.dims[axis] ?? null);
  const output = site.output(dims);
  for (const [index, axis] of left.entries()) site.link(x, axis, output, keeps ? axis : index);
}

/** Needs all channels at once; its output has the shape of its first input. */
export function mixing(site: Site): void {
  const x = site.input(0);
  if (x === null) return;
  site.output(x.dims);
  // The sum before the normalization, of the operators that add first.
  if (site.node.opType.startsWith('Skip') && (site.node.output[3] ?? '') !== '') site.output(x.dims, 3);
}

/** Attention as one operator: its output is like its first input but for the number of channels. */
export function attention(site: Site): void {
  const x = site.input(0);
  if (x === null) return;
  const dims: Dims = x.dims.map((dim, axis) => (axis === x.dims.length - 1 ? null : dim));
  site.output(dims);
}
