/** Moments as people read them: in their own time zone, after the locale that numbers follow too. */
import { numbersLocale } from '#core/format/number.ts';

/** E.g. `27 Nov 2026, 14:05`. */
export const timeText = (moment: string): string => text(moment, { dateStyle: 'medium', timeStyle: 'short' });

/** E.g. `27 Nov 2026`. */
export const dayText = (moment: string): string => text(moment, { dateStyle: 'medium' });

function text(moment: string, style: Intl.DateTimeFormatOptions): string {
  // The digits of numbers.
  const options = { ...style, numberingSystem: 'latn' };
  return new Intl.DateTimeFormat(numbersLocale() ?? 'en', options).format(new Date(moment));
}
