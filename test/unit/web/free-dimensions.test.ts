import { describe, expect, it } from 'vitest';
import { freeDimensions } from '#web/free-dimensions.ts';

const tensor = (name: string, shape: readonly (number | string)[]) =>
  ({ name, isTensor: true, type: 'float32', shape }) as const;
const feed = (...dims: number[]) => ({
  type: 'float32' as const,
  dims,
  data: new Float32Array(dims.reduce((product, dim) => product * dim, 1)),
});

describe('freeDimensions', () => {
  it('takes the sizes of open dimensions from the inputs, and leaves the others', () => {
    const metadata = [tensor('x', ['batch', 3, 'height']), tensor('mask', ['batch', 'length'])];
    const sizes = freeDimensions(metadata, { x: feed(1, 3, 48), mask: feed(1, 7) });
    expect(sizes).toEqual({ batch: 1, height: 48, length: 7 });
  });

  it('leaves open what has no name, no value or no input', () => {
    const metadata = [tensor('x', ['', 3]), tensor('y', ['rows']), { name: 's', isTensor: false } as const];
    expect(freeDimensions(metadata, { x: feed(2, 3) })).toEqual({});
  });
});
