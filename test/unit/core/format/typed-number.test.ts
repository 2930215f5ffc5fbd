import { describe, expect, it } from 'vitest';
import {
  numberReader,
  optionalNumberReader,
  typedOrSet,
  writeNumber,
  type Typed,
} from '#core/format/typed-number.ts';

const WIDE = { min: 0, max: 1e6 };
const said = (typed: Typed<number | null>) => (typed.ok ? typed.value : typed.problem);

describe('a typed number', () => {
  it.each([
    ['0.31', 'en', 0.31],
    ['0,31', 'en', 0.31],
    ['0,31', 'de', 0.31],
    [' 12 ', 'de', 12],
    ['1,234', 'de', 1.234],
    ['1.234', 'en', 1.234],
    ['1,2340', 'en', 1.234],
    ['0.310', 'de', 0.31],
    ['1234,567', 'en', 1234.567],
    ['007', 'en', 7],
  ])('%j in %s is %d', (text, locale, value) => {
    expect(said(numberReader(WIDE, locale)(text))).toBe(value);
  });

  it.each([
    ['1,234', 'en'],
    ['1.234', 'de'],
    ['1.234,5', 'de'],
    ['1 234', 'fr'],
    ['-1', 'en'],
    ['1e3', 'en'],
    ['0x10', 'en'],
    ['.5', 'en'],
    ['5.', 'en'],
    ['1.2.3', 'en'],
    ['thirty', 'en'],
    ['Infinity', 'en'],
    ['٣', 'ar'],
  ])('%j in %s is none: nothing is guessed', (text, locale) => {
    expect(said(numberReader(WIDE, locale)(text))).toMatch(/(^W|w)rite /);
  });

  it('that may mean two numbers is told both ways to write it', () => {
    expect(said(numberReader(WIDE, 'en')('1,234'))).toBe(
      '1,234 may mean two numbers: write 1234, or 1,2340.',
    );
    expect(said(numberReader(WIDE, 'de')('1.234'))).toBe(
      '1.234 may mean two numbers: write 1234, or 1.2340.',
    );
  });

  it('lies within its bounds, which are named as they may be typed', () => {
    const read = numberReader({ min: 0.01, max: 10_000 }, 'de');
    expect([read('0,01'), read('10000')].map(said)).toEqual([0.01, 10_000]);
    for (const text of ['0,009', '10001', '0', '']) {
      expect(said(read(text)), text).toBe('Write a number from 0,01 to 10000.');
    }
  });

  it('may have to be more than the smallest', () => {
    const read = numberReader({ min: 0, aboveMin: true, max: 5 }, 'en');
    expect(said(read('0.001'))).toBe(0.001);
    expect(said(read('0'))).toBe('Write a number above 0 and at most 5.');
  });

  it('is whole where only that makes sense, and then has no separator at all', () => {
    const read = numberReader({ min: 1, max: 1024, whole: true }, 'en');
    expect(said(read('4'))).toBe(4);
    for (const text of ['1.5', '1.0', '1,000', '1.000']) {
      expect(said(read(text)), text).toBe('Write a whole number from 1 to 1024.');
    }
  });

  it('may be left out where that means something', () => {
    const read = optionalNumberReader(WIDE, 'en');
    expect([read(''), read('  '), read('3')].map(said)).toEqual([null, null, 3]);
    expect(said(read('x'))).toBe('Write a number from 0 to 1000000, or leave it empty.');
  });

  it.each(['en', 'de', 'de-CH', 'fr', 'sv', 'ar', 'hi'])('is read as it is written in %s', (locale) => {
    for (const value of [0, 0.1, 0.3125, 1.234, 1234, 1234.5, 99_999.999]) {
      expect(said(numberReader(WIDE, locale)(writeNumber(value, locale)))).toBe(value);
    }
    expect(writeNumber(null, locale)).toBe('');
  });
});

it('what is typed counts while it can be meant, and else what is set', () => {
  const read = optionalNumberReader(WIDE, 'en');
  expect(typedOrSet(null, 7, read)).toBe(7);
  expect(typedOrSet('8', 7, read)).toBe(8);
  expect(typedOrSet('8x', 7, read)).toBe(7);
  // Empty is not "nothing typed".
  expect(typedOrSet('', 7, read)).toBeNull();
});
