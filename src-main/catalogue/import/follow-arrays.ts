/** Shapes for open dimensions from arrays that a person gives. */
import type { Shapes } from '#core/import-wishes.ts';
import type { FileInput } from '#core/open-dims.ts';
import { arrayFor, type ArrayGroup } from '../feeds/given.ts';

/**
 * The given shapes, and those that the first arrays have for the other inputs with open dimensions. An array that does not
 * fit what the file fixes is passed over here; feeding it says why.
 */
export function followArrays(
  inputs: readonly FileInput[],
  group: ArrayGroup | undefined,
  given: Shapes,
): Shapes {
  if (group === undefined) return given;
  const followed = inputs.flatMap((input) => {
    if (Object.hasOwn(given, input.name)) return [];
    const array = arrayFor(group.arrays, input.name, inputs.length);
    const dims = array === null ? null : shapeOfSample(input, array.dims);
    return dims === null ? [] : [[input.name, dims] as const];
  });
  return { ...Object.fromEntries(followed), ...given };
}

function shapeOfSample({ dims }: FileInput, array: readonly number[]): readonly number[] | null {
  if (dims === null) return array;
  const fixedFit = (sample: readonly number[]): boolean =>
    sample.length === dims.length &&
    dims.every((dim, axis) => typeof dim === 'string' || dim === sample[axis]);
  // An open first dimension counts samples, which are run one at a time.
  const single = typeof dims[0] === 'string' ? [1, ...array.slice(1)] : array;
  if (fixedFit(single)) return single;
  const stacked = array.slice(1);
  return fixedFit(stacked) ? stacked : null;
}
