import { describe, expect, it } from 'vitest';
import { preferencesChangeSchema } from '#core/preferences.ts';
import { readGrid, readPlug, readPrice, readThreads } from '#renderer/features/settings/checks.ts';
import { currencies } from '#renderer/features/settings/currencies.ts';
import { amountText, DELETABLES, sizeText } from '#renderer/features/settings/deletable.ts';

describe('what is checked on the page', () => {
  const cases = [
    ['pricePerKwh', readPrice, ['', '0.31', '100000', '0', '100001', '-1']],
    ['gridGramsPerKwh', readGrid, ['', '0', '5000', '5001', '-1']],
    ['threads', readThreads, ['', '1', '1024', '0', '1025', '2.5', '1e2', '٣']],
  ] as const;

  it.each(cases)('%s is within the bounds of the settings file', (name, read, texts) => {
    for (const text of texts) {
      const typed = read(text);
      if (typed.ok) {
        expect(preferencesChangeSchema.safeParse({ [name]: typed.value }).success, text).toBe(true);
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
      expect(readPlug(text)).toEqual({ ok: true, value: text.trim() });
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
    expect(readPlug(text).ok).toBe(false);
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
