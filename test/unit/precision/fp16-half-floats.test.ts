import { getFloat16, setFloat16 } from '@petamoriken/float16';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { surveyHalf, toHalfBits } from '#precision/fp16/half-floats.ts';

const view = new DataView(new ArrayBuffer(4));

/** The bits that the library gives for one value, by its slow way. */
function bitsOf(value: number): number {
  setFloat16(view, 0, value);
  return view.getUint16(0);
}

function valueOf(bits: number): number {
  view.setUint16(0, bits);
  return getFloat16(view, 0);
}

describe('toHalfBits', () => {
  it('keeps every float16 as it is', () => {
    const all = Float32Array.from({ length: 2 ** 16 }, (_, bits) => valueOf(bits));
    const found = toHalfBits(all);
    const changed = found.findIndex((bits, at) => bits !== at && !Number.isNaN(all[at]));
    expect(changed).toBe(-1);
    const nans = found.filter((_, at) => Number.isNaN(all[at]));
    expect(nans.every((bits) => Number.isNaN(valueOf(bits)))).toBe(true);
  });

  it('rounds to the nearest, and to the even one of two that are as near', () => {
    // Steps of 2⁻¹⁰ from 1 on, of 2⁻²⁴ near 0, of 32 below 65504.
    const given = [1 + 2 ** -11, 1 + 3 * 2 ** -11, 1 + 2 ** -11 + 2 ** -20, 2 ** -25, 1.5 * 2 ** -24, -65488];
    const expected = [1, 1 + 2 ** -9, 1 + 2 ** -10, 0, 2 ** -23, -65472];
    expect([...toHalfBits(Float32Array.from(given))].map(valueOf)).toEqual(expected);
  });

  it('is infinite from 65520 on, which is nearer to 65536 than to 65504', () => {
    const bits = toHalfBits(Float32Array.of(65519, 65520, -1e30, Infinity));
    expect([...bits].map(valueOf)).toEqual([65504, Infinity, -Infinity, Infinity]);
  });

  it('agrees with the library on any float32', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        expect(toHalfBits(Float32Array.of(value))[0]).toBe(bitsOf(value));
      }),
      { numRuns: 3000, seed: 16 },
    );
  });
});

describe('surveyHalf', () => {
  it('counts what float16 cannot hold', () => {
    const survey = surveyHalf(Float32Array.of(1, 0, 1e-9, 1e-5, 65504, 65520, -1e9, Infinity));
    expect(survey).toEqual({ count: 8, overflows: 2, zeroed: 1, subnormal: 1, vanishes: false });
  });

  it('tells values that all become 0 from values that are 0', () => {
    expect(surveyHalf(Float32Array.of(1e-12, 0)).vanishes).toBe(true);
    expect(surveyHalf(Float32Array.of(0, 0)).vanishes).toBe(false);
    expect(surveyHalf(Float32Array.of(1e-12, 1)).vanishes).toBe(false);
  });
});
