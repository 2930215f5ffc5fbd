/** Whole numbers that a tensor holds: shapes, axes, paddings. */
import type { TensorProto } from './messages.ts';
import { dimsOf, elementCount, integersOf } from './tensors.ts';

/** Longer lists are no shapes, and are not read. */
const LONGEST = 1024;

/**
 * The elements of an int64 or int32 tensor; null where it is of another type, longer than a list of axes can be,
 * lies elsewhere, or holds what a number cannot hold exactly. Throws `model-corrupt` as `checkSize` does.
 */
export function exactIntegersOf(tensor: TensorProto): number[] | null {
  if (elementCount(dimsOf(tensor)) > LONGEST) return null;
  const values = integersOf(tensor);
  return values?.every(Number.isSafeInteger) === true ? values : null;
}
