/** Sizes for the dimensions that a model's file leaves open. */
import type { TensorType } from './tensor.ts';

/** One dimension as the file has it: a size, or the name of an open one ('' where it has none). */
export type FileDim = number | string;

/** An input as the file has it. */
export interface FileInput {
  readonly name: string;
  readonly type: TensorType;
  /** null: the file does not even say how many dimensions there are. */
  readonly dims: readonly FileDim[] | null;
}

/** E.g. `batch, 3, 224, ?`. */
export function dimsText(dims: readonly FileDim[]): string {
  return dims.map((dim) => (dim === '' ? '?' : dim)).join(', ');
}

/** A size and where it comes from, in words. */
export interface ChosenDim {
  readonly size: number;
  /** null: the file states it. */
  readonly why: string | null;
}

/** What exporters call their open dimensions. The first that matches counts. */
const BY_NAME: readonly (readonly [pattern: RegExp, size: number, meaning: string])[] = [
  [/batch|^(n|b|bs)$/, 1, 'one sample at a time'],
  [/past|cache|^kv/, 0, 'nothing cached yet'],
  [/seq|token|prompt|^(s|l)$/, 128, 'a sequence of 128'],
  [/height|width|^(h|w)$|im(g|age)_?size/, 224, 'a picture of 224 × 224'],
  [/audio|wave|sample|pcm/, 16_000, 'a second at 16 kHz'],
  [/time|frame|len|^t$/, 128, '128 steps'],
  [/channel|^c$/, 3, 'red, green and blue'],
];

const STATE = /state|hidden|(^|_)(h|c)_?0?$/;
const SOUND = /audio|wave|pcm|speech|sound/;

/**
 * The size of each dimension. `known`: sizes that a person gave to dimensions of these names elsewhere. `a + b` is the
 * sum of its parts, as exporters write the length of a sequence that a cache goes before.
 */
export function chooseDims(
  input: string,
  dims: readonly FileDim[],
  known: ReadonlyMap<string, number>,
): ChosenDim[] {
  return dims.map((dim, axis) => {
    if (typeof dim === 'number') return { size: dim, why: null };
    const given = known.get(dim);
    if (given !== undefined) return { size: given, why: `"${dim}" is ${given} elsewhere` };
    return byName(dim, known) ?? byPlace(input.toLowerCase(), dims, axis);
  });
}

function byName(name: string, known: ReadonlyMap<string, number>): ChosenDim | null {
  const parts = name.split('+').map((part) => part.trim());
  if (parts.length > 1) {
    const sizes = parts.map((part) => partSize(part, known));
    if (sizes.includes(null)) return null;
    return { size: sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0), why: `"${name}"` };
  }
  const rule = ruleFor(name);
  return rule === null ? null : { size: rule[1], why: `"${name}": ${rule[2]}` };
}

function partSize(part: string, known: ReadonlyMap<string, number>): number | null {
  if (/^\d+$/.test(part)) return Number(part);
  return known.get(part) ?? ruleFor(part)?.[1] ?? null;
}

function ruleFor(name: string): (typeof BY_NAME)[number] | null {
  const lower = name.toLowerCase();
  // Names that a converter numbered (`unk__12`, `?`, `dynamic_axes_1`) say nothing.
  if (lower === '' || /^(unk|dynamic|dim_?\d|\?|none)/.test(lower)) return null;
  return BY_NAME.find(([pattern]) => pattern.test(lower)) ?? null;
}

/** Where the name says nothing: by the dimension's place among the others. */
function byPlace(input: string, dims: readonly FileDim[], axis: number): ChosenDim {
  const isLast = axis === dims.length - 1;
  if (axis === 0) return { size: 1, why: 'first: one sample at a time' };
  // A recurrent state is [layers, batch, width]; features are [1, steps, width].
  const isState = STATE.test(input) || (typeof dims[0] === 'number' && dims[0] > 1);
  if (dims.length === 3 && axis === 1 && isState) return { size: 1, why: 'of a state: one sample at a time' };
  if (SOUND.test(input) && isLast) return { size: 16_000, why: 'a second at 16 kHz' };
  if (dims.length !== 4) return { size: 128, why: '128 steps' };
  const isChannels = (dim: FileDim | undefined): boolean => dim === 1 || dim === 3 || dim === 4;
  const channelsAxis = isChannels(dims[3]) && !isChannels(dims[1]) ? 3 : 1;
  if (axis === channelsAxis) return { size: 3, why: 'red, green and blue' };
  return { size: 224, why: 'a picture of 224 × 224' };
}
