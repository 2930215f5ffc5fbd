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
  const counts = new Uint32Array(DIGITS);
  for (const each of bits) countIn(counts, (each & MAGNITUDE) >>> 16);
  const high = digitAt(counts, count);
  counts.fill(0);
  for (const each of bits) {
    if ((each & MAGNITUDE) >>> 16 === high.digit) countIn(counts, each & (DIGITS - 1));
  }
  const low = digitAt(counts, count - high.below);
  const last = high.digit * DIGITS + low.digit;
  let equalsLeft = count - high.below - low.below;
  for (let index = 0; index < bits.length; index++) {
    const magnitude = (bits[index] ?? 0) & MAGNITUDE;
    if (magnitude < last || (magnitude === last && equalsLeft-- > 0)) values[index] = 0;
  }
}

function countIn(counts: Uint32Array, digit: number): void {
  counts[digit] = (counts[digit] ?? 0) + 1;
}

/** The digit of the `count`-th smallest, and how many have a smaller one. */
function digitAt(counts: Uint32Array, count: number): { readonly digit: number; readonly below: number } {
  let below = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const each = counts[digit] ?? 0;
    if (below + each >= count) return { digit, below };
    below += each;
  }
  return { digit: DIGITS - 1, below };
}
