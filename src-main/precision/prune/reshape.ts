/** Where each axis goes when a value is laid out anew in the same order of elements. */
import type { Dims } from './values.ts';

/** A size that may not be known: a number times the open sizes of some axes of the input. */
export interface Size {
  readonly factor: number;
  /** Axes of the input whose sizes are open, ascending. */
  readonly open: readonly number[];
}

/** Successive axes of the input that become successive axes of the output; axes of size 1 are in none. */
export interface Run {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

const ONE: Size = { factor: 1, open: [] };

export function sizesOf(dims: Dims): Size[] {
  return dims.map((dim, axis) => (dim === null ? { factor: 1, open: [axis] } : { factor: dim, open: [] }));
}

export function product(sizes: readonly Size[]): Size {
  return sizes.reduce(
    (a, b) => ({ factor: a.factor * b.factor, open: [...a.open, ...b.open].sort((x, y) => x - y) }),
    ONE,
  );
}

/** A number, or null where it is open. */
export function known({ factor, open }: Size): number | null {
  return open.length === 0 ? factor : null;
}

/**
 * The sizes that `target` asks for, as Reshape reads it (0: as before, -1: what remains); null where they do not
 * follow from what is known.
 */
export function resolveTarget(from: readonly Size[], target: readonly number[]): Size[] | null {
  if (target.some((size) => size < -1) || target.filter((size) => size === -1).length > 1) return null;
  const given = target.map((size, axis) => {
    if (size === -1) return null;
    return size === 0 ? (from[axis] ?? { factor: NaN, open: [] }) : { factor: size, open: [] };
  });
  const rest = quotient(product(from), product(given.map((size) => size ?? ONE)));
  if (rest === null) return null;
  if (!given.includes(null) && key(rest) !== key(ONE)) return null;
  return given.map((size) => size ?? rest);
}

/** The runs that hold the same elements on both sides, each as short as can be; null where the two do not agree. */
export function matchRuns(from: readonly Size[], to: readonly Size[]): Run[] | null {
  const [left, right] = [axesThatCount(from), axesThatCount(to)];
  const ends = new Map<string, number>();
  for (const [index] of right.entries())
    ends.set(key(product(pick(to, right.slice(0, index + 1)))), index + 1);
  const runs: Run[] = [];
  let [startLeft, startRight] = [0, 0];
  for (const [index] of left.entries()) {
    const end = ends.get(key(product(pick(from, left.slice(0, index + 1)))));
    if (end === undefined) continue;
    runs.push({ from: left.slice(startLeft, index + 1), to: right.slice(startRight, end) });
    [startLeft, startRight] = [index + 1, end];
  }
  return startLeft === left.length && startRight === right.length ? runs : null;
}

function quotient(whole: Size, part: Size): Size | null {
  const open = [...whole.open];
  for (const axis of part.open) {
    const at = open.indexOf(axis);
    if (at < 0) return null;
    open.splice(at, 1);
  }
  const factor = whole.factor / part.factor;
  return Number.isInteger(factor) && factor > 0 ? { factor, open } : null;
}

function axesThatCount(sizes: readonly Size[]): number[] {
  return [...sizes.keys()].filter((axis) => key(sizes[axis] ?? ONE) !== key(ONE));
}

function pick(sizes: readonly Size[], axes: readonly number[]): Size[] {
  return axes.map((axis) => sizes[axis] ?? ONE);
}

function key({ factor, open }: Size): string {
  return `${factor}:${open.join()}`;
}
