import { describe, expect, it } from 'vitest';
import { type Box, findTextBoxes, overlapRatio } from '#models/text-boxes.ts';

const WIDTH = 60;
const HEIGHT = 40;

function mapWith(boxes: readonly Box[], probability: number): Float32Array {
  const map = new Float32Array(WIDTH * HEIGHT);
  for (const { left, top, right, bottom } of boxes) {
    for (let y = top; y < bottom; y += 1) map.fill(probability, y * WIDTH + left, y * WIDTH + right);
  }
  return map;
}

describe('findTextBoxes', () => {
  it('grows a region by area · 1.5 / perimeter', () => {
    const region = { left: 20, top: 15, right: 40, bottom: 25 };
    // 20 · 10 · 1.5 / 60 = 5
    expect(findTextBoxes(mapWith([region], 0.9), WIDTH, HEIGHT)).toEqual([
      { left: 15, top: 10, right: 45, bottom: 30 },
    ]);
  });

  it('keeps two regions apart, and stays inside the picture', () => {
    const boxes = [
      { left: 0, top: 0, right: 10, bottom: 10 },
      { left: 45, top: 25, right: 60, bottom: 40 },
    ];
    const found = findTextBoxes(mapWith(boxes, 0.9), WIDTH, HEIGHT);
    expect(found).toHaveLength(2);
    expect(found[0]).toMatchObject({ left: 0, top: 0 });
    expect(found[1]).toMatchObject({ right: WIDTH, bottom: HEIGHT });
  });

  it('does not join the end of a row with the start of the next', () => {
    const boxes = [
      { left: 55, top: 5, right: 60, bottom: 10 },
      { left: 0, top: 6, right: 5, bottom: 11 },
    ];
    expect(findTextBoxes(mapWith(boxes, 0.9), WIDTH, HEIGHT)).toHaveLength(2);
  });

  it('leaves out what is faint or tiny', () => {
    const faint = mapWith([{ left: 10, top: 10, right: 30, bottom: 20 }], 0.5);
    const tiny = mapWith([{ left: 10, top: 10, right: 30, bottom: 12 }], 0.9);
    expect(findTextBoxes(faint, WIDTH, HEIGHT)).toEqual([]);
    expect(findTextBoxes(tiny, WIDTH, HEIGHT)).toEqual([]);
  });
});

describe('overlapRatio', () => {
  const box = { left: 0, top: 0, right: 10, bottom: 10 };

  it('is 1 for the same box and 0 for boxes apart', () => {
    expect(overlapRatio(box, box)).toBe(1);
    expect(overlapRatio(box, { left: 20, top: 20, right: 30, bottom: 30 })).toBe(0);
  });

  it('is the shared area over the area of both', () => {
    expect(overlapRatio(box, { ...box, left: 5, right: 15 })).toBeCloseTo(50 / 150, 12);
  });
});
