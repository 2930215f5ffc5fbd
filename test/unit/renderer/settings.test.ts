import { describe, expect, it } from 'vitest';
import { preferencesChangeSchema } from '#core/preferences.ts';
import { checkGrid, checkPlug, checkPrice, checkThreads } from '#renderer/features/settings/checks.ts';
import { currencies } from '#renderer/features/settings/currencies.ts';
import { formatDecimal, parseDecimal } from '#renderer/features/settings/decimal.ts';
import { amountText, DELETABLES, sizeText } from '#renderer/features/settings/deletable.ts';

const valueOf = (checked: ReturnType<typeof parseDecimal>) => (checked.ok ? checked.value : checked.problem);

describe('parseDecimal', () => {
  it.each([
    ['', 'en', null],
    ['  ', 'en', null],
    ['0.31', 'en', 0.31],
    ['0,31', 'en', 0.31],
    ['0,31', 'de', 0.31],
    [' 12 ', 'de', 12],
    ['1,234', 'de', 1.234],
    ['1.234', 'en', 1.234],
    ['1,2340', 'en', 1.234],
    ['0.310', 'de', 0.31],
    ['1234,567', 'en', 1234.567],
  ])('reads %j in %s', (text, locale, value) => {
    expect(valueOf(parseDecimal(text, locale))).toBe(value);
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
    ['thirty', 'en'],
    ['Infinity', 'en'],
  ])('refuses %j in %s, and never guesses', (text, locale) => {
    expect(valueOf(parseDecimal(text, locale))).toMatch(/(^W|w)rite /);
  });

  it.each(['en', 'de', 'de-CH', 'fr', 'sv', 'ar', 'hi'])('reads what it writes in %s', (locale) => {
    for (const value of [0, 0.1, 0.3125, 1.234, 1234, 1234.5, 99_999.999]) {
      expect(valueOf(parseDecimal(formatDecimal(value, locale), locale))).toBe(value);
    }
    expect(formatDecimal(null, locale)).toBe('');
  });
});

describe('what is checked on the page', () => {
  const cases = [
    ['pricePerKwh', checkPrice, ['', '0.31', '100000', '0', '100001', '-1']],
    ['gridGramsPerKwh', checkGrid, ['', '0', '5000', '5001', '-1']],
    ['threads', checkThreads, ['', '1', '1024', '0', '1025', '2.5', '1e2', '٣']],
  ] as const;

  it.each(cases)('%s is within the bounds of the settings file', (name, check, texts) => {
    for (const text of texts) {
      const checked = check(text);
      if (checked.ok) {
        expect(preferencesChangeSchema.safeParse({ [name]: checked.value }).success, text).toBe(true);
      } else {
        // What is refused would be refused by main as well, or is no number at all.
        expect(preferencesChangeSchema.safeParse({ [name]: Number(text) }).success, text).toBe(
          name === 'threads' && text === '1e2',
        );
      }
    }
  });

  it.each(['192.168.1.20', 'plug.local:8080', '[fd00::1]', '192.168.1.20/1', ' plug '])(
    'takes the address %j',
    (text) => {
      expect(checkPlug(text)).toEqual({ ok: true, value: text.trim() });
    },
  );

  it.each([
    'http://192.168.1.20',
    '1.2.3.999',
    'plug.local:99999',
    'a b',
    'user@plug',
    'plug/one',
    'x'.repeat(256),
  ])('refuses the address %j', (text) => {
    expect(checkPlug(text).ok).toBe(false);
  });
});

describe('currencies', () => {
  it('are named, and hold the chosen one whatever it is', () => {
    const list = currencies('XQQ');
    expect(list.find(({ code }) => code === 'EUR')?.title).toBe('EUR – Euro');
    expect(list.find(({ code }) => code === 'XQQ')?.title).toBe('XQQ');
    expect(new Set(list.map(({ code }) => code)).size).toBe(list.length);
  });
});

describe('what may be deleted', () => {
  it('always says that the key stays', () => {
    for (const { stays } of DELETABLES) expect(stays).toContain('the key of this installation');
  });

  it('is told in megabytes', () => {
    expect(amountText('runs', { files: 1, bytes: 1_412_000 })).toBe('1 run, 1.4 MB');
    expect(amountText('made', { files: 42, bytes: 318_600_000 })).toBe('42 files, 319 MB');
    expect(amountText('settings', { files: 1, bytes: 412 })).toBe('1 file, less than 0.1 MB');
    expect(amountText('made', { files: 0, bytes: 0 })).toBe('none');
    expect(sizeText(0)).toBe('0 MB');
  });
});
