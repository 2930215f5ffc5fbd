import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeNumbersFor } from '#core/format/number.ts';
import { energyText, massText, moneyText } from '#renderer/features/cost/amounts.ts';
import { sizeText } from '#renderer/features/settings/deletable.ts';
import { powerText } from '#renderer/features/settings/power-text.ts';
import { dayText, timeText } from '#renderer/state/time-text.ts';

describe('amounts, as a German reads them', () => {
  beforeEach(() => writeNumbersFor('de-DE'));
  afterEach(() => writeNumbersFor(null));

  it('have three digits and the unit that fits', () => {
    expect(energyText({ value: 1234.5, interval: [1200.4, 1267.9] })).toEqual({
      value: '1,23 MWh',
      interval: '1,2 … 1,27 MWh',
    });
    expect(massText({ value: 0.0451, interval: null })).toEqual({ value: '45,1 g', interval: null });
    expect(moneyText({ value: 0.3, interval: [0.25, 0.35] }, 'EUR')).toEqual({
      value: '0,3\u00a0€',
      interval: '0,25\u00a0€ … 0,35\u00a0€',
    });
  });

  it('are as fine as they need to be', () => {
    expect([41.27, 140.2].map(powerText)).toEqual(['41,3 W', '140 W']);
    expect([1_400_000, 123_456_789, 1, 0].map(sizeText)).toEqual([
      '1,4 MB',
      '123 MB',
      'less than 0,1 MB',
      '0 MB',
    ]);
  });

  it('have moments beside them of the same locale', () => {
    expect(dayText('2026-03-07T12:00:00Z')).toBe('07.03.2026');
    expect(timeText('2026-03-07T12:00:00Z')).toMatch(/^07\.03\.2026, \d\d:\d\d$/);
    writeNumbersFor('ar-EG');
    expect(dayText('2026-03-07T12:00:00Z')).toMatch(/2026/);
  });
});
