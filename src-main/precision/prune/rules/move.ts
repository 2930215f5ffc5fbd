/** Operators that move elements without changing them. */
import { intsOf, intOf } from '../../onnx/attributes.ts';
import { known, matchRuns, product, resolveTarget, type Size, sizesOf } from '../reshape.ts';
import type { Site } from '../site.ts';
import { fromFront } from '../site.ts';
import type { Value } from '../values.ts';

export function transpose(site: Site): void {
  const x = site.input(0);
  if (x === null) return;
  const order = intsOf(site.node, 'perm') ?? [...x.dims.keys()].reverse();
  const output = site.output(order.map((axis) => x.dims[axis] ?? null));
  for (const [to, from] of order.entries()) site.link(x, from, output, to);
}

export function squeeze(site: Site): void {
  const x = site.input(0);
  if (x === null) return;
  const given = axesOf(site);
  const axes = given?.map((axis) => fromFront(axis, x.dims.length)) ?? onesOf(x);
  if (axes === null || (given === null && site.hasInput(1))) return;
  const left = [...x.dims.keys()].filter((axis) => !axes.includes(axis));
  const output = site.output(left.map((axis) => x.dims[axis] ?? null));
  for (const [to, from] of left.entries()) site.link(x, from, output, to);
}

export function unsqueeze(site: Site): void {
  const x = site.input(0);
  const given = axesOf(site);
  if (x === null || given === null) return;
  const rank = x.dims.length + given.length;
  const added = new Set(given.map((axis) => fromFront(axis, rank)));
  const kept = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !added.has(axis));
  const output = site.output(
    Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (x.dims[kept.indexOf(axis)] ?? null))),
  );
  for (const [from, to] of kept.entries()) site.link(x, from, output, to);
}

export function reshape(site: Site): void {
  const x = site.input(0);
  const target = site.integers(1);
  if (target === null) {
    // Of a computed shape the number of dimensions may be known, which is what those after it need.
    const computed = site.list(site.node.input[1] ?? '');
    if (computed !== null) site.output(computed.map((size) => (size !== null && size > 0 ? size : null)));
    return site.refuse('lays them out in a shape that is computed');
  }
  if (x === null) {
    site.output(target.map((size) => (size > 0 ? size : null)));
    return;
  }
  if (target.includes(0) && intOf(site.node, 'allowzero', 0) !== 0) return;
  const from = sizesOf(x.dims);
  const to = resolveTarget(from, target);
  if (to === null) {
    site.output(target.map((size) => (size > 0 ? size : null)));
    return;
  }
  const output = relay(site, x, from, to);
  for (const [axis, size] of target.entries()) {
    if (size > 0) site.states(output, axis, { input: 1, element: axis });
  }
}

export function flatten(site: Site): void {
  const x = site.input(0);
  if (x === null) return;
  const axis = intOf(site.node, 'axis', 1);
  const at = axis < 0 ? axis + x.dims.length : axis;
  const from = sizesOf(x.dims);
  relay(site, x, from, [product(from.slice(0, at)), product(from.slice(at))]);
}

/** Links what lies the same before and after: one axis to one, or the first of several to the one they make. */
function relay(site: Site, x: Value, from: readonly Size[], to: readonly Size[]): Value {
  const output = site.output(to.map(known));
  for (const run of matchRuns(from, to) ?? []) {
    const [first = 0, ...rest] = run.from;
    const [firstMade = 0, ...restMade] = run.to;
    const inner = known(product(rest.map((axis) => from[axis] ?? { factor: NaN, open: [] })));
    const innerMade = known(product(restMade.map((axis) => to[axis] ?? { factor: NaN, open: [] })));
    if (restMade.length === 0 && inner !== null) site.link(x, first, output, firstMade, inner);
    else if (rest.length === 0 && innerMade !== null) site.link(output, firstMade, x, first, innerMade);
  }
  return output;
}

/** The attribute, or from operator set 13 on the input; null: neither is given. */
function axesOf(site: Site): number[] | null {
  return site.hasInput(1) ? site.integers(1) : intsOf(site.node, 'axes');
}

/** The axes of size 1; null where a size is open. */
function onesOf({ dims }: Value): number[] | null {
  return dims.includes(null) ? null : [...dims.keys()].filter((axis) => dims[axis] === 1);
}
