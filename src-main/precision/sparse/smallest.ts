/** The smallest values of a list by magnitude, in linear time. */

const DIGITS = 1 << 16;
const MAGNITUDE = 0x7fff_ffff;

/**
 * Sets the `count` smallest of `values` by magnitude to 0, in place; of equal ones, the first. NaN counts as larger
 * than all.
 *
 * The bits of a float32 without its sign, read as a whole number, are in the order of the magnitudes (IEEE 754), so
 * two counts of 16 bits each find the largest that is to go, as a radix sort would.
 */
export function zeroSmallest(values: Float32Array, count: number): void {
  if (count <= 0) return;
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const high = digitAt(bits, count, (magnitude) => magnitude >>> 16);
  const low = digitAt(bits, count - high.below, (magnitude) =>
    magnitude >>> 16 === high.digit ? magnitude & (DIGITS - 1) : null,
  );
  const last = high.digit * DIGITS + low.digit;
  let equalsLeft = count - high.below - low.below;
  for (let index = 0; index < bits.length; index++) {
    const magnitude = (bits[index] ?? 0) & MAGNITUDE;
    if (magnitude < last || (magnitude === last && equalsLeft-- > 0)) values[index] = 0;
  }
}

/** The digit that the `count`-th smallest has, and how many have a smaller one; null: the value does not take part. */
function digitAt(
  bits: Uint32Array,
  count: number,
  digitOf: (magnitude: number) => number | null,
): { readonly digit: number; readonly below: number } {
  const counts = new Uint32Array(DIGITS);
  for (const each of bits) {
    const digit = digitOf(each & MAGNITUDE);
    if (digit !== null) counts[digit] = (counts[digit] ?? 0) + 1;
  }
  let below = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const each = counts[digit] ?? 0;
    if (below + each >= count) return { digit, below };
    below += each;
  }
  return { digit: DIGITS - 1, below };
}
