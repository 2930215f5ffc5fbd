/** Operators that join, cut, pad or stretch along some axes and leave the others alone. */
import { attributeOf, intsOf, stringOf } from '../../onnx/attributes.ts';
import type { Site } from '../site.ts';
import { fromFront } from '../site.ts';

export function concat(site: Site): void {
  const inputs = site.inputs();
  const first = inputs?.[0];
  if (!first || inputs.some(({ dims }) => dims.length !== first.dims.length)) return;
  const axis = site.axis(1, first.dims.length);
  const joined = inputs.map(({ dims }) => dims[axis ?? -1] ?? null);
  const whole = joined.includes(null) ? null : joined.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  const output = site.output(first.dims.map((dim, at) => (at === axis ? whole : dim)));
  for (const input of inputs) site.linkAll(input, output, (at) => at === axis);
}

export function split(site: Site): void {
  const x = site.input(0);
  if (x === null) return;
  const axis = site.axis(0, x.dims.length);
  for (const [index, name] of site.node.output.entries()) {
    if (name === '') continue;
    const output = site.output(
      x.dims.map((dim, at) => (at === axis ? null : dim)),
      index,
    );
    site.linkAll(x, output, (at) => at === axis);
  }
}

/** Starts, ends and axes are inputs from operator set 10 on, attributes before. */
export function slice(site: Site): void {
  const x = site.input(0);
  if (x === null) return;
  const isOld = site.node.input.length === 1;
  const starts = isOld ? intsOf(site.node, 'starts') : site.integers(1);
  const hasAxes = isOld ? attributeOf(site.node, 'axes') !== null : site.hasInput(3);
  const given = isOld ? intsOf(site.node, 'axes') : site.integers(3);
  const axes = hasAxes ? given : starts && [...starts.keys()];
  const cut = new Set(axes?.map((axis) => fromFront(axis, x.dims.length)) ?? x.dims.keys());
  const output = site.output(x.dims.map((dim, axis) => (cut.has(axis) ? null : dim)));
  site.linkAll(x, output, (axis) => cut.has(axis));
}

export function gather(site: Site): void {
  const [data, indices] = [site.input(0), site.input(1)];
  if (data === null || indices === null) return;
  const axis = site.axis(0, data.dims.length);
  if (axis === null) return;
  const added = indices.dims.length;
  const output = site.output([...data.dims.slice(0, axis), ...indices.dims, ...data.dims.slice(axis + 1)]);
  for (const at of data.dims.keys()) {
    if (at !== axis) site.link(data, at, output, at < axis ? at : at + added - 1);
  }
}

/** Pads are an input from operator set 11 on, which may name its axes from 18 on. */
export function pad(site: Site): void {
  const x = site.input(0);
  if (x === null) return;
  const rank = x.dims.length;
  const pads = site.hasInput(1) ? site.integers(1) : intsOf(site.node, 'pads');
  const given = site.hasInput(3) ? site.integers(3) : [...x.dims.keys()];
  const isPadded = (axis: number): boolean => {
    if (pads === null || given === null) return true;
    const at = given.findIndex((each) => fromFront(each, rank) === axis);
    return at >= 0 && (pads[at] !== 0 || pads[at + given.length] !== 0);
  };
  const output = site.output(x.dims.map((dim, axis) => (isPadded(axis) ? null : dim)));
  site.linkAll(x, output, isPadded);
}

/** Resize, and Upsample as it was before: an axis whose scale is 1 stays as it is. */
export function resize(site: Site): void {
  const x = site.input(0);
  if (x === null) return;
  const rank = x.dims.length;
  const given = intsOf(site.node, 'axes')?.map((axis) => fromFront(axis, rank)) ?? [...x.dims.keys()];
  const scalesAt = site.node.opType === 'Upsample' || site.opset < 11 ? 1 : 2;
  const scales = site.hasInput(scalesAt)
    ? site.floats(scalesAt)
    : (attributeOf(site.node, 'scales')?.floats ?? null);
  const sizes = scalesAt === 2 && site.hasInput(3) ? site.integers(3) : null;
  const isStretched = (axis: number): boolean => {
    const at = given.indexOf(axis);
    if (at < 0) return false;
    if (scalesWithAspectRatio(site) || crops(site)) return true;
    if (sizes !== null) return sizes[at] === undefined || sizes[at] !== x.dims[axis];
    return scales?.[at] !== 1;
  };
  const output = site.output(x.dims.map((dim, axis) => (isStretched(axis) ? null : dim)));
  site.linkAll(x, output, isStretched);
  if (sizes === null) return;
  for (const axis of x.dims.keys()) {
    const at = given.indexOf(axis);
    if (at >= 0 && !isStretched(axis)) site.states(output, axis, { input: 3, element: at });
  }
}

/** The sizes are bounds then, and one scale holds for all axes. */
function scalesWithAspectRatio({ node }: Site): boolean {
  return stringOf(node, 'keep_aspect_ratio_policy', 'stretch') !== 'stretch';
}

/** A region is cut out along each axis, whatever its scale. */
function crops({ node }: Site): boolean {
  return stringOf(node, 'coordinate_transformation_mode', '') === 'tf_crop_and_resize';
}
