/** Sizes that a model's file leaves open: what they will be, and what a person says of them. Pure. */
import type { Shapes } from '#core/import-wishes.ts';
import { chooseDims, type FileDim, type FileInput } from '#core/open-dims.ts';

export interface OpenSize {
  /** One size of a model, which several inputs may share. */
  readonly key: string;
  readonly label: string;
  /** What it is unless somebody says otherwise. */
  readonly size: number;
}

/** By key. */
export type SaidSizes = ReadonlyMap<string, number>;

const NOTHING_SAID: SaidSizes = new Map();

/** Each once, in the order of the file; what is said of one may change what another will be. */
export function openSizes(inputs: readonly FileInput[], said: SaidSizes): OpenSize[] {
  const found = new Map<string, OpenSize>();
  for (const { name, dims } of inputs) {
    const keys = keysOf(name, dims ?? []);
    const chosen = chooseDims(name, keys, said);
    keys.forEach((key, axis) => {
      if (typeof key === 'number' || found.has(key)) return;
      const label = dims?.[axis] === '' ? `${name}, dimension ${axis + 1}` : key;
      found.set(key, { key, label, size: chosen[axis]?.size ?? 1 });
    });
  }
  return [...found.values()];
}

/** Of the inputs of which something was said, whole; the others are left to the import, which may find them in given arrays. */
export function shapesOf(inputs: readonly FileInput[], said: SaidSizes): Shapes {
  const shapes = inputs.flatMap(({ name, dims }) => {
    if (dims === null) return [];
    const keys = keysOf(name, dims);
    const [shape, usual] = [said, NOTHING_SAID].map((sizes) =>
      chooseDims(name, keys, sizes).map(({ size }) => size),
    );
    const isSaid = keys.some((key) => typeof key === 'string' && said.has(key));
    return shape !== undefined && (isSaid || String(shape) !== String(usual)) ? [[name, shape] as const] : [];
  });
  return Object.fromEntries(shapes);
}

/** A dimension without a name is one of its own. The mark tells `chooseDims` that the key is no word to go by. */
function keysOf(input: string, dims: readonly FileDim[]): FileDim[] {
  return dims.map((dim, axis) => (dim === '' ? `?${input}.${axis}` : dim));
}
