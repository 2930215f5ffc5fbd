import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asPatchMatrix, asUnsigned, quantizeWeights } from '#precision/int8/weights.ts';

const rows = (channels: number, symmetric = false) => ({ channels, channelsLast: false, symmetric });

describe('quantizeWeights', () => {
  it('spreads each channel over all 256 values, with 0 on one of them', () => {
    const found = quantizeWeights(Float32Array.of(-1, 0, 1.55, 10, 20, 51), rows(2));
    expect([...(found?.scales ?? [])]).toEqual([Math.fround(0.01), Math.fround(0.2)]);
    expect([...(found?.zeroPoints ?? [])]).toEqual([-28, -128]);
    expect([...(found?.values ?? [])]).toEqual([-128, -28, 127, -78, -28, 127]);
  });

  it('maps the largest magnitude of each channel to 127 where it must be symmetric', () => {
    const found = quantizeWeights(Float32Array.of(1, -2, 0.5, 10, 0, 20), rows(2, true));
    expect([...(found?.values ?? [])]).toEqual([64, -127, 32, 64, 0, 127]);
    expect([...(found?.scales ?? [])]).toEqual([Math.fround(2 / 127), Math.fround(20 / 127)]);
    expect([...(found?.zeroPoints ?? [])]).toEqual([0, 0]);
  });

  it('takes channels from the last axis where it is told to', () => {
    const layout = { channels: 2, channelsLast: true, symmetric: true };
    const found = quantizeWeights(Float32Array.of(1, 10, -2, 0, 0.5, 20), layout);
    expect([...(found?.values ?? [])]).toEqual([64, 64, -127, 0, 32, 127]);
  });

  it.each([true, false])(
    'is never off by more than a step, whatever the weights (symmetric: %s)',
    (symmetric) => {
      const limit = Math.fround(1e30);
      const weight = fc.float({ noNaN: true, noDefaultInfinity: true, min: -limit, max: limit });
      fc.assert(
        fc.property(fc.array(weight, { minLength: 1, maxLength: 50 }), (list) => {
          const weights = Float32Array.from(list);
          const found = quantizeWeights(weights, rows(1, symmetric));
          const [scale = NaN, zeroPoint = NaN] = [found?.scales[0], found?.zeroPoints[0]];
          expect(scale).toBeGreaterThan(0);
          for (const [at, value] of (found?.values ?? []).entries()) {
            const error = Math.abs((weights[at] ?? NaN) - (value - zeroPoint) * scale);
            // Half a step, and another half at the ends, where the zero point was rounded the other way.
            expect(error).toBeLessThanOrEqual((symmetric ? 0.5001 : 1.0001) * scale);
          }
        }),
      );
    },
  );

  it('gives zeros the scale 1, so that nothing is divided by 0', () => {
    for (const symmetric of [true, false]) {
      const found = quantizeWeights(new Float32Array(3), rows(1, symmetric));
      expect(found?.scales).toEqual(Float32Array.of(1));
      expect(found?.values).toEqual(new Int8Array(3).fill(found?.zeroPoints[0] ?? NaN));
    }
  });

  it.each([NaN, Infinity, -Infinity])('has no scale for %s', (broken) => {
    expect(quantizeWeights(Float32Array.of(1, broken), rows(1))).toBeNull();
  });
});

describe('the forms of quantized weights', () => {
  it('as a patch matrix holds the taps outermost and the outputs innermost', () => {
    // [output 2][input 2][tap 3]: the value is 100 × output + 10 × input + tap.
    const values = Int8Array.of(0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112);
    expect([...asPatchMatrix(values, 2, 2, 3)]).toEqual([0, 100, 10, 110, 1, 101, 11, 111, 2, 102, 12, 112]);
  });

  it('as unsigned numbers have 128 for 0', () => {
    expect([...asUnsigned(Int8Array.of(-127, 0, 127))]).toEqual([1, 128, 255]);
  });
});
