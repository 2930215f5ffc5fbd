import { describe, expect, it } from 'vitest';
import {
  duration,
  millijouleInterval,
  millijoules,
  milliseconds,
  UNKNOWN,
  watts,
} from '#core/format/figures.ts';

describe('figures', () => {
  it('show three significant digits', () => {
    expect(millijoules(0.0123456)).toBe('12.3');
    expect(millijoules(0.000123456)).toBe('0.123');
    expect(millijoules(12.3456)).toBe('12346');
    expect(millijoules(-0.00456)).toBe('-4.56');
    expect(milliseconds(1.23456)).toBe('1.23');
    expect(watts(25)).toBe('25.0 W');
  });

  it('show a dash for what is unknown and 0 for what is zero', () => {
    expect(millijoules(null)).toBe(UNKNOWN);
    expect(millijouleInterval(null)).toBe(UNKNOWN);
    expect(millijoules(0)).toBe('0');
  });

  it('show an interval with both bounds', () => {
    expect(millijouleInterval([0.0119, 0.0127])).toBe('11.9 … 12.7');
  });

  it('say a time as people do', () => {
    expect(duration(8.4)).toBe('8 s');
    expect(duration(125)).toBe('2 min 05 s');
    expect(duration(4200)).toBe('1 h 10 min');
    expect(duration(-3)).toBe('0 s');
  });
});
