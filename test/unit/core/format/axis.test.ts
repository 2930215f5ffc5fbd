import { describe, expect, it } from 'vitest';
import { rangeOf, scaleOf } from '#core/format/axis.ts';

describe('scaleOf', () => {
  it('is logarithmic for wide ranges of positive values', () => {
    expect(scaleOf([1, 19])).toBe('linear');
    expect(scaleOf([1, 21])).toBe('log');
    expect(scaleOf([0, 100])).toBe('linear');
    expect(scaleOf([-1, 100])).toBe('linear');
    expect(scaleOf([5])).toBe('linear');
  });
});

describe('rangeOf', () => {
  it('takes more values than a call takes arguments', () => {
    expect(rangeOf(Array.from({ length: 300_000 }, (_, index) => index))).toEqual([0, 299_999]);
  });
});
