import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareOutputs } from '#core/fidelity.ts';
import type { TensorMap } from '#core/tensor.ts';

const floats = (values: number[], dims: number[] = [values.length]): TensorMap => ({
  y: { type: 'float32', dims, data: Float32Array.from(values) },
});

describe('compareOutputs', () => {
  it('finds equal outputs equal, without a noise to name', () => {
    const outputs = [floats([0.1, -2, 3])];
    expect(compareOutputs(outputs, outputs, null)).toEqual({
      inputs: 1,
      cosine: 1,
      sqnrDb: null,
      maxAbsError: 0,
      top1Agreement: null,
    });
  });

  it('gives 20 dB for an error of a tenth', () => {
    const { sqnrDb, maxAbsError } = compareOutputs([floats([10, 0])], [floats([9, 0])], null);
    expect(sqnrDb).toBeCloseTo(20, 9);
    expect(maxAbsError).toBe(1);
  });

  it('gives a cosine of 0 for perpendicular outputs and of −1 for opposite ones', () => {
    expect(compareOutputs([floats([1, 0])], [floats([0, 1])], null).cosine).toBe(0);
    expect(compareOutputs([floats([1, 2])], [floats([-1, -2])], null).cosine).toBeCloseTo(-1, 12);
  });

  it('adds up all inputs before it divides', () => {
    const reference = [floats([3]), floats([4])];
    const outputs = [floats([3]), floats([4.5])];
    expect(compareOutputs(reference, outputs, null).sqnrDb).toBeCloseTo(10 * Math.log10(25 / 0.25), 9);
  });

  it('counts a decision for each row of scores', () => {
    const reference = [floats([1, 0, 0, 1, 0.2, 0.8], [1, 3, 2])];
    const outputs = [floats([0.9, 0.1, 0.6, 0.4, 0.4, 0.6], [1, 3, 2])];
    expect(compareOutputs(reference, outputs, 'y').top1Agreement).toBeCloseTo(2 / 3, 12);
  });

  it.each([
    ['a missing output', {}],
    ['another shape', floats([1, 2], [2, 1])],
    ['another type', { y: { type: 'int32', dims: [2], data: Int32Array.of(1, 2) } } satisfies TensorMap],
    ['a value that is no number', floats([1, NaN])],
    ['an infinite value', floats([1, Infinity])],
  ])('says that it does not know in the face of %s', (_what, outputs: TensorMap) => {
    const { inputs, ...rest } = compareOutputs([floats([1, 2])], [outputs], 'y');
    expect(inputs).toBe(1);
    expect(Object.values(rest)).toEqual([null, null, null, null]);
  });

  it('keeps the cosine within ±1 whatever the values', () => {
    const values = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(values, values, (a, b) => {
        const length = Math.min(a.length, b.length);
        const [x, y] = [floats(a.slice(0, length)), floats(b.slice(0, length))];
        const { cosine } = compareOutputs([x], [y], null);
        return cosine === null || Math.abs(cosine) <= 1 + 1e-12;
      }),
    );
  });
});
