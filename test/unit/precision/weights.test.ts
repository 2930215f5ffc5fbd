import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asPatchMatrix, asUnsigned, quantizeWeights } from '#precision/int8/weights.ts';

const rows = (channels: number) => ({ channels, channelsLast: false });

describe('quantizeWeights', () => {
  it('maps the largest magnitude of each channel to 127', () => {
    const found = quantizeWeights(Float32Array.of(1, -2, 0.5, 10, 0, 20), rows(2));
    expect([...(found?.values ?? [])]).toEqual([64, -127, 32, 64, 0, 127]);
    expect([...(found?.scales ?? [])]).toEqual([Math.fround(2 / 127), Math.fround(20 / 127)]);
  });

  it('takes channels from the last axis where it is told to', () => {
    const found = quantizeWeights(Float32Array.of(1, 10, -2, 0, 0.5, 20), {
      channels: 2,
      channelsLast: true,
    });
    expect([...(found?.values ?? [])]).toEqual([64, 64, -127, 0, 32, 127]);
  });

  it('is never off by more than half a step, whatever the weights', () => {
    const weight = fc.float({
      noNaN: true,
      noDefaultInfinity: true,
      min: Math.fround(-1e30),
      max: Math.fround(1e30),
    });
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 50 }), (list) => {
        const weights = Float32Array.from(list);
        const found = quantizeWeights(weights, rows(1));
        const scale = found?.scales[0] ?? NaN;
        expect(scale).toBeGreaterThan(0);
        for (const [at, value] of (found?.values ?? []).entries()) {
          expect(Math.abs((weights[at] ?? NaN) - value * scale)).toBeLessThanOrEqual(0.5001 * scale);
        }
      }),
    );
  });

  it('gives zeros the scale 1, so that nothing is divided by 0', () => {
    expect(quantizeWeights(new Float32Array(3), rows(1))).toEqual({
      values: new Int8Array(3),
      scales: Float32Array.of(1),
    });
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
