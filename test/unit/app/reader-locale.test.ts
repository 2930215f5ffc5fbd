import { describe, expect, it } from 'vitest';
import { readersLocale } from '#app/reader-locale.ts';
import { localeArguments, localeGiven } from '#ipc/locale.ts';

describe('the reader’s locale', () => {
  it('is that of the system', () => {
    expect(readersLocale('darwin', {}, 'de-CH')).toBe('de-CH');
    expect(readersLocale('win32', { LC_ALL: 'fr_FR.UTF-8' }, 'hi-IN')).toBe('hi-IN');
    expect(readersLocale('linux', { LANG: 'fr_FR.UTF-8' }, 'fr-FR')).toBe('fr-FR');
  });

  it('is that of numbers on Linux, where messages have another', () => {
    expect(readersLocale('linux', { LC_NUMERIC: 'de_DE.UTF-8' }, 'en-US')).toBe('de-DE');
    expect(readersLocale('linux', { LC_ALL: 'sv_SE', LC_NUMERIC: 'de_DE.UTF-8' }, 'sv-SE')).toBe('sv-SE');
    expect(readersLocale('linux', { LC_ALL: '', LC_NUMERIC: 'eo' }, 'en-US')).toBe('eo');
    expect(readersLocale('linux', { LC_NUMERIC: 'sr_RS.UTF-8@latin' }, 'en-US')).toBe('sr-RS');
  });

  it('leaves out what is none', () => {
    expect(readersLocale('linux', { LC_ALL: 'C.UTF-8' }, 'en-US@posix')).toBe('en-US');
    expect(readersLocale('linux', { LC_NUMERIC: 'POSIX' }, 'de-DE@euro')).toBe('de-DE');
    expect(readersLocale('win32', {}, '')).toBeNull();
  });

  it('comes to the page as an argument of its process', () => {
    expect(localeGiven(['electron', '--type=renderer', ...localeArguments('de-DE')])).toBe('de-DE');
    expect(localeGiven(['electron', ...localeArguments(null)])).toBeNull();
  });
});
