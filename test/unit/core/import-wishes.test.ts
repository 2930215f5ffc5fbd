import { describe, expect, it } from 'vitest';
import { sizesFrom } from '#core/import-wishes.ts';

describe('sizesFrom', () => {
  it.each<[string, number[] | null]>([
    ['1,3,224,224', [1, 3, 224, 224]],
    [' 1 × 3 x 64, 0 ', [1, 3, 64, 0]],
    ['128', [128]],
    ['', []],
    ['1 3', null],
    ['1,,3', null],
    ['1,-3', null],
    ['1.5', null],
    ['1234567890', null],
    ['batch,3', null],
  ])('reads "%s"', (text, sizes) => {
    expect(sizesFrom(text)).toEqual(sizes);
  });
});
