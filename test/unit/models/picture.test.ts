import { describe, expect, it } from 'vitest';
import type { Picture } from '#models/definition.ts';
import { bgrPlanes, CENTRED, fitLine, resize, upsideDown } from '#models/picture.ts';

/** A picture from grey values, row by row. */
const grey = (width: number, values: number[]): Picture => ({
  width,
  height: values.length / width,
  rgb: Uint8Array.from(values.flatMap((value) => [value, value, value])),
});
const greys = ({ rgb }: Picture): number[] => [...rgb.filter((_value, at) => at % 3 === 0)];

describe('resize', () => {
  it('interpolates between pixel centres and repeats the edges, as OpenCV does', () => {
    expect(greys(resize(grey(2, [0, 100]), 4, 1))).toEqual([0, 25, 75, 100]);
    expect(greys(resize(grey(1, [0, 100]), 1, 4))).toEqual([0, 25, 75, 100]);
  });

  it('halves by taking the mean of two', () => {
    expect(greys(resize(grey(4, [0, 10, 20, 40]), 2, 1))).toEqual([5, 30]);
  });

  it('keeps channels apart', () => {
    const { rgb } = resize({ width: 1, height: 1, rgb: Uint8Array.of(1, 2, 3) }, 2, 1);
    expect([...rgb]).toEqual([1, 2, 3, 1, 2, 3]);
  });
});

describe('upsideDown', () => {
  it('turns by half a circle, and back', () => {
    const picture = grey(3, [1, 2, 3, 4, 5, 6]);
    expect(greys(upsideDown(picture))).toEqual([6, 5, 4, 3, 2, 1]);
    expect(upsideDown(upsideDown(picture))).toEqual(picture);
  });
});

describe('bgrPlanes', () => {
  it('puts blue first and pads with 0 on the right', () => {
    const picture = { width: 1, height: 1, rgb: Uint8Array.of(255, 51, 0) };
    const planes = [...bgrPlanes(picture, CENTRED, 2)];
    expect(planes).toEqual([-1, 0, expect.closeTo(-0.6, 6), 0, 1, 0]);
  });
});

describe('fitLine', () => {
  it('scales to the height, and squeezes only what is too wide', () => {
    expect(fitLine(grey(4, [0, 0, 0, 0, 0, 0, 0, 0]), 4, 10)).toMatchObject({ width: 8, height: 4 });
    expect(fitLine(grey(8, [0, 0, 0, 0, 0, 0, 0, 0]), 4, 10)).toMatchObject({ width: 10, height: 4 });
  });
});
