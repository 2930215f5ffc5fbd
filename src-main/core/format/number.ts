/**
 * How numbers are written for people, in one place. Plainly (a point, no groups) in the terminal, in records and in
 * reports, which are to be the same wherever they are made; after the reader's locale on the page. A process is one or
 * the other for its whole life, so this is set once where the page starts, and not handed through every function.
 */

/** What a locale decides, as BCP 47 has it; null: plain. */
let locale: string | null = null;
/** By decimals: to make one takes longer than to use it. */
const formats = new Map<number, Intl.NumberFormat>();

/** English where the locale is not known here. */
export function writeNumbersFor(wanted: string | null): void {
  locale = wanted === null ? null : known(wanted);
  formats.clear();
}

/** For what is written by other means, such as dates; null: plain. */
export const numbersLocale = (): string | null => locale;

function known(wanted: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf(wanted)[0] ?? 'en';
  } catch (error) {
    // Not made like a locale at all: `C`, `de_DE`.
    if (error instanceof RangeError) return 'en';
    throw error;
  }
}

/**
 * Groups from 10,000 on: 1.234 is 1234 to some and little more than 1 to others. Latin digits everywhere, as the text
 * around them is English and what is typed is read so.
 */
const WRITING = { useGrouping: 'min2', numberingSystem: 'latn' } as const;

/** What is written plainly, after the locale: the same digits, so that page and report never differ in a figure. */
function written(plain: string): string {
  if (locale === null) return plain;
  const [mantissa = '', exponent] = plain.split('e');
  const text = formatOf(locale, mantissa.split('.')[1]?.length ?? 0).format(Number(mantissa));
  return exponent === undefined ? text : `${text}e${exponent}`;
}

function formatOf(of: string, decimals: number): Intl.NumberFormat {
  const had = formats.get(decimals);
  if (had !== undefined) return had;
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const made = new Intl.NumberFormat(of, { ...WRITING, ...digits });
  formats.set(decimals, made);
  return made;
}

/** With all its digits. */
export const number = (value: number): string => written(String(value));

/** With exactly so many decimals. */
export const fixed = (value: number, decimals: number): string => written(value.toFixed(decimals));

export const whole = (value: number): string => fixed(value, 0);

/** With so many decimals at most: no zeros at the end. */
export const rounded = (value: number, decimals: number): string => number(Number(value.toFixed(decimals)));

/** With so many digits that say something at most; an exponent where it is very small. */
export const atMost = (value: number, digits: number): string => number(Number(value.toPrecision(digits)));

/** So many digits that say something, and whatever more stands before the point; six decimals at most. */
export function significant(value: number, digits: number): string {
  if (value === 0) return '0';
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  return fixed(value, Math.min(6, Math.max(0, digits - 1 - magnitude)));
}

/** `12.5 %`, with exactly so many decimals. */
export const percent = (ratio: number, decimals = 1): string => `${fixed(100 * ratio, decimals)} %`;

/** For the lines of a plot; plainly with groups, as figures beside them that are not shortened. */
export function tick(value: number): string {
  const grouping = locale === null ? {} : WRITING;
  const format = new Intl.NumberFormat(locale ?? 'en-US', { maximumSignificantDigits: 3, ...grouping });
  return format.format(value);
}

/** An amount of money in three digits, with the sign of its currency (ISO 4217) where the locale puts it. */
export function money(value: number, currency: string): string {
  const style = { style: 'currency', currency, maximumSignificantDigits: 3 } as const;
  return new Intl.NumberFormat(locale ?? 'en-US', { ...WRITING, ...style }).format(value);
}
