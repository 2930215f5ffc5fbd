import { afterEach, describe, expect, it } from 'vitest';
import { axisOf } from '#core/format/axis.ts';
import { counted } from '#core/format/counted.ts';
import { millijouleInterval, watts } from '#core/format/figures.ts';
import {
  atMost,
  fixed,
  money,
  number,
  numbersLocale,
  percent,
  rounded,
  significant,
  tick,
  whole,
  writeNumbersFor,
} from '#core/format/number.ts';
import { savingText } from '#core/format/savings.ts';
import { STANDARD } from '#core/protocol/constants.ts';
import { methodText } from '#core/protocol/method-text.ts';

/** Between the groups of thousands in French. */
const NARROW = '\u202f';

const all = (value: number): string[] => [
  number(value),
  fixed(value, 2),
  whole(value),
  rounded(value, 3),
  atMost(value, 3),
  significant(value, 3),
  percent(value / 100),
];

// The setting is the module's: what comes after must find it as it was.
afterEach(() => writeNumbersFor(null));

describe('numbers where nobody has named a locale', () => {
  it('are as the language of the program writes them', () => {
    expect(numbersLocale()).toBeNull();
    expect(all(12345.5)).toEqual(['12345.5', '12345.50', '12346', '12345.5', '12300', '12346', '12345.5 %']);
    expect(all(-0.25)).toEqual(['-0.25', '-0.25', '-0', '-0.25', '-0.25', '-0.250', '-0.3 %']);
    expect(number(1e21)).toBe(String(1e21));
    expect(atMost(2.3842e-7, 3)).toBe('2.38e-7');
    expect(significant(0, 3)).toBe('0');
    expect(significant(1090, 3)).toBe('1090');
    expect(fixed(1.005, 2)).toBe((1.005).toFixed(2));
  });

  it('have groups on the axes of plots, as they always had', () => {
    expect([1000, 0.3, 12345].map(tick)).toEqual(['1,000', '0.3', '12,300']);
    expect(axisOf([1, 2000]).tickFormat(1000)).toBe('1,000');
  });
});

describe('numbers after a locale', () => {
  it.each([
    ['de-DE', ['12.345,5', '12.345,50', '12.346', '12.345,5', '12.300', '12.346', '12.345,5 %']],
    ['en-US', ['12,345.5', '12,345.50', '12,346', '12,345.5', '12,300', '12,346', '12,345.5 %']],
    ['fr-FR', ['12 345,5', '12 345,50', '12 346', '12 345,5', '12 300', '12 346', '12 345,5 %']],
  ])('have the signs of %s', (locale, texts) => {
    writeNumbersFor(locale);
    expect(numbersLocale()).toBe(locale);
    expect(all(12345.5).map((text) => text.replace(NARROW, ' '))).toEqual(texts);
    expect(whole(12345).includes(NARROW)).toBe(locale === 'fr-FR');
  });

  it('are grouped as the locale groups', () => {
    writeNumbersFor('hi-IN');
    expect(whole(1234567)).toBe('12,34,567');
    // Which of the two signs depends on the version of ICU.
    writeNumbersFor('de-CH');
    expect(fixed(1234567.25, 1)).toMatch(/^1['’]234['’]567\.3$/);
  });

  it('have no group below 10,000, where it could be taken for a decimal sign', () => {
    writeNumbersFor('de-DE');
    expect([fixed(1.62, 3), whole(1620), whole(16200)]).toEqual(['1,620', '1620', '16.200']);
    expect([tick(1000), tick(10000), tick(0.3)]).toEqual(['1000', '10.000', '0,3']);
  });

  it('keep Latin digits, as the text around them', () => {
    writeNumbersFor('ar-EG');
    expect(fixed(12345.5, 1)).toBe('12,345.5');
    writeNumbersFor('fa-IR');
    expect(whole(12345)).toMatch(/^\d\d\D345$/);
  });

  it('have the very digits of the plain form', () => {
    // Halves that are not halves in binary: here a formatter that rounds by itself goes another way.
    const values = [1.005, 2.675, 0.045, 8.345, 1.0005, -1.005, 123456.785, 0.1 + 0.2, 1e-7, 5e-324, 1e21];
    const plain = values.map(all);
    writeNumbersFor('de-DE');
    const german = values.map(all);
    const turned = german.map((texts) => texts.map((text) => text.replaceAll('.', '').replace(',', '.')));
    expect(turned).toEqual(plain);
    expect(german[0]?.[1]).toBe('1,00');
  });

  it('are English where the locale is not known', () => {
    for (const unknown of ['xx-YY', 'C', 'de_DE', '']) {
      writeNumbersFor(unknown);
      expect([unknown, fixed(12345.5, 1)]).toEqual([unknown, '12,345.5']);
    }
  });

  it('name a currency where the locale has it', () => {
    writeNumbersFor('de-DE');
    expect(money(1234.5, 'EUR')).toBe('1230\u00a0€');
    writeNumbersFor('en-US');
    expect(money(0.0123, 'EUR')).toBe('€0.0123');
  });

  it('stand in every text that is made of them', () => {
    writeNumbersFor('de-DE');
    expect(counted(12345, 'line')).toBe('12.345 lines');
    expect(millijouleInterval([0.0119, 0.0127])).toBe('11,9 … 12,7');
    expect(watts(25)).toBe('25,0 W');
    const againstFp32 = { ratio: 0.659, interval: [0.638, 0.68] as [number, number], separated: true };
    expect(savingText({ againstFp32, fidelity: null })).toBe('34,1 % fewer joules than fp32 (32,0 … 36,2 %)');
    expect(methodText(STANDARD).join(' ')).not.toMatch(/\d\.\d/);
    expect(methodText(STANDARD).join(' ')).toContain('after 0,3 s of unmeasured running');
  });
});
