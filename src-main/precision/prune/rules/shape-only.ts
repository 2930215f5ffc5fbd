/** Operators whose channels are not followed, but whose outputs' shapes are known: those after them need these. */
import type { Site } from '../site.ts';
import type { Dims } from '../values.ts';

/** The shape of its first input, with other sizes. */
export function sameRank(site: Site): void {
  const x = site.input(0);
  if (x !== null) site.output(x.dims.map(() => null));
}

/** Repeats its first input to a shape, with broadcasting both ways. */
export function expand(site: Site): void {
  const x = site.input(0);
  const list = site.list(site.node.input[1] ?? '');
  if (x === null || list === null) return;
  const rank = Math.max(x.dims.length, list.length);
  const sizeAt = (dims: Dims, axis: number): number | null => {
    const at = axis - rank + dims.length;
    return at < 0 ? 1 : (dims[at] ?? null);
  };
  const dims = Array.from({ length: rank }, (_, axis) => {
    const [had, wanted] = [sizeAt(x.dims, axis), sizeAt(list, axis)];
    return had === 1 ? wanted : had;
  });
  site.output(dims);
}

/** A shape as input, a value of that shape as output. */
export function ofShape(site: Site): void {
  const list = site.list(site.node.input[0] ?? '');
  if (list !== null) site.output(list);
}

export function shapeOf(site: Site): void {
  site.output([site.input(0)?.dims.length ?? null]);
}
