/** Operators with weights: they end one group of channels and begin the next. */
import { intOf } from '../../onnx/attributes.ts';
import type { Site } from '../site.ts';
import type { Dims } from '../values.ts';
import { windowedSizes } from './window.ts';

/** y[…, n] = Σ x[…, k] · w[k, n] */
export function matMul(site: Site): void {
  const [a, b] = [site.input(0), site.input(1)];
  if (a === null || b === null) return;
  if (!site.isConstant(1) || b.dims.length !== 2) {
    site.refuse('multiplies two computed values, as attention does');
    const rank = Math.max(a.dims.length, b.dims.length);
    if (Math.min(a.dims.length, b.dims.length) < 2) return;
    const batch = Array<null>(rank - 2).fill(null);
    site.output([...batch, a.dims.at(-2) ?? null, b.dims.at(-1) ?? null]);
    return;
  }
  const last = a.dims.length - 1;
  if (last < 0) return;
  const output = site.output([...a.dims.slice(0, -1), b.dims[1] ?? null]);
  site.linkAll(a, output, (axis) => axis === last);
  site.link(a, last, b, 0);
  site.link(b, 1, output, last);
  site.layer('reads', 1, 0);
  site.layer('makes', 1, 1);
}

/** y = alpha · x′ · w′ + beta · c, where ′ may transpose */
export function gemm(site: Site): void {
  const [a, b, c] = [site.input(0), site.input(1), site.input(2)];
  if (a?.dims.length !== 2 || b?.dims.length !== 2 || (c === null && site.hasInput(2))) return;
  const rows = intOf(site.node, 'transA', 0) === 0 ? 0 : 1;
  const inputs = intOf(site.node, 'transB', 0) === 0 ? 0 : 1;
  const output = site.output([a.dims[rows] ?? null, b.dims[1 - inputs] ?? null]);
  if (!site.isConstant(1)) return site.refuse('multiplies two computed values');
  site.link(a, rows, output, 0);
  site.link(a, 1 - rows, b, inputs);
  site.link(b, 1 - inputs, output, 1);
  for (const [axis, dim] of c?.dims.entries() ?? []) {
    if (c !== null && dim !== 1) site.link(c, axis, output, axis + 2 - c.dims.length);
  }
  site.layer('reads', 1, inputs);
  site.layer('makes', 1, 1 - inputs);
}

export function conv(site: Site): void {
  const [x, w, bias] = [site.input(0), site.input(1), site.input(2)];
  if (x === null || w?.dims.length !== x.dims.length || w.dims.length < 3) return;
  const group = intOf(site.node, 'group', 1);
  const [outputs = null, perGroup = null] = w.dims;
  const output = site.output([
    x.dims[0] ?? null,
    outputs,
    ...windowedSizes(site.node, x.dims, w.dims.slice(2)),
  ]);
  if (!site.isConstant(1)) return site.refuse('has weights that are computed');
  if (group === 1) {
    site.link(x, 1, w, 1);
    site.layer('reads', 1, 1);
    site.layer('makes', 1, 0);
  } else if (perGroup === 1 && outputs !== null && outputs % group === 0) {
    // Depthwise: each input channel makes `outputs / group` output channels of its own.
    site.link(x, 1, w, 0, outputs / group);
    site.states(x, 1, { attribute: 'group' });
    site.layer('scales', 1, 0);
  } else {
    return site.refuse('convolves in groups');
  }
  site.link(x, 0, output, 0);
  site.link(w, 0, output, 1);
  if (bias !== null) site.link(bias, 0, output, 1);
}

/** Its weights are [inputs, outputs, …]. */
export function convTranspose(site: Site): void {
  const [x, w, bias] = [site.input(0), site.input(1), site.input(2)];
  if (x === null || w?.dims.length !== x.dims.length || w.dims.length < 3) return;
  const isGrouped = intOf(site.node, 'group', 1) !== 1;
  const space: Dims = x.dims.slice(2).map(() => null);
  const output = site.output([x.dims[0] ?? null, isGrouped ? null : (w.dims[1] ?? null), ...space]);
  if (isGrouped) return site.refuse('convolves in groups');
  if (!site.isConstant(1)) return site.refuse('has weights that are computed');
  site.link(x, 0, output, 0);
  site.link(x, 1, w, 0);
  site.link(w, 1, output, 1);
  if (bias !== null) site.link(bias, 0, output, 1);
  site.layer('reads', 1, 0);
  site.layer('makes', 1, 1);
}

/** One scale, shift, mean and variance a channel; `InstanceNormalization` has the first two. */
export function channelNormalization(site: Site): void {
  const x = site.input(0);
  if (x === null || x.dims.length < 2 || intOf(site.node, 'training_mode', 0) !== 0) return;
  const output = site.output(x.dims);
  site.linkAll(x, output);
  for (const index of [1, 2, 3, 4]) {
    const each = site.input(index);
    if (each?.dims.length === 1) site.link(each, 0, output, 1);
    else if (site.hasInput(index)) return site.refuse('has parameters of unknown shape');
  }
  if (site.isConstant(1)) site.layer('scales', 1, 0);
}
