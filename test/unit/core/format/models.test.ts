import { expect, it } from 'vitest';
import { boundsText, countText, shapeText, sizeTexts } from '#core/format/models.ts';

it('counts have three digits and the sign that fits', () => {
  expect([4.09e9, 135e6, 25_557_032, 999_600, 1234, 12].map(countText)).toEqual([
    '4.09 G',
    '135 M',
    '25.6 M',
    '1000 k',
    '1.23 k',
    '12',
  ]);
});

it('sizes that were not counted are unknown, not 0', () => {
  expect(sizeTexts(null)).toEqual(['–', '–', '–']);
  expect(sizeTexts({ macs: 1.2e9, parameters: 1.1e6, bytes: 4_745_517 })).toEqual([
    '1.20 G',
    '1.10 M',
    '4.75',
  ]);
});

it('shapes and bounds are said in words', () => {
  expect(shapeText([1, 3, 48, 320])).toBe('1×3×48×320');
  expect(shapeText([])).toBe('one value');
  expect(boundsText({ minSqnrDb: 15, minTop1Agreement: 0.96 })).toBe('15 dB SQNR, 96 % of classes');
  expect(boundsText({ minSqnrDb: null, minTop1Agreement: null })).toBe('nothing in figures');
});
