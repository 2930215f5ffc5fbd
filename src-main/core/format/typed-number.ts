/** Numbers as people type them in their own language, and as they are given back into the field. */

import { numbersLocale } from './number.ts';

export type Typed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** What a text in a field means. */
export type Reader<T> = (text: string) => Typed<T>;

export interface NumberBounds {
  readonly min: number;
  /** The smallest one is itself too small. */
  readonly aboveMin?: boolean;
  readonly max: number;
  readonly whole?: boolean;
}

/** A field that may not be left empty. `locale`: default, that of the numbers that are shown. */
export function numberReader(bounds: NumberBounds, locale?: string): Reader<number> {
  return (text) => readNumber(text.trim(), bounds, '', locale);
}

/** null: the field is empty, and that means something. */
export function optionalNumberReader(bounds: NumberBounds, locale?: string): Reader<number | null> {
  return (text) => {
    const written = text.trim();
    if (written === '') return { ok: true, value: null };
    return readNumber(written, bounds, ', or leave it empty', locale);
  };
}

/** What counts while somebody types: what is typed, where it can be meant; else what is set. */
export function typedOrSet<T>(draft: string | null, set: T, read: Reader<T>): T {
  const typed = draft === null ? null : read(draft);
  return typed?.ok ? typed.value : set;
}

/** As the readers read it; empty for null. */
export function writeNumber(value: number | null, locale?: string): string {
  if (value === null) return '';
  const digits = { maximumSignificantDigits: 15, useGrouping: false, numberingSystem: 'latn' } as const;
  return new Intl.NumberFormat(of(locale), digits).format(value);
}

/**
 * `0.31`, and `0,31` whatever the language. One separator before exactly three digits is refused where the language
 * groups thousands with it, since it may mean either.
 */
function readNumber(written: string, bounds: NumberBounds, orElse: string, locale?: string): Typed<number> {
  const { min, aboveMin = false, max, whole = false } = bounds;
  if (!whole && isAmbiguous(written, locale)) {
    const joined = written.replace(/[.,]/, '');
    return { ok: false, problem: `${written} may mean two numbers: write ${joined}, or ${written}0.` };
  }
  // Even `1,000` is no whole number: it may be one, or a thousand.
  const form = whole ? /^\d+$/ : /^\d+([.,]\d+)?$/;
  const value = form.test(written) ? Number(written.replace(',', '.')) : Number.NaN;
  if ((aboveMin ? value > min : value >= min) && value <= max) return { ok: true, value };
  const [least, most] = [writeNumber(min, locale), writeNumber(max, locale)];
  const range = aboveMin ? `above ${least} and at most ${most}` : `from ${least} to ${most}`;
  return { ok: false, problem: `Write a ${whole ? 'whole ' : ''}number ${range}${orElse}.` };
}

/** No number of thousands begins with 0 or with four digits. */
function isAmbiguous(written: string, locale?: string): boolean {
  const separator = /^[1-9]\d{0,2}([.,])\d{3}$/.exec(written)?.[1];
  if (separator === undefined) return false;
  const parts = new Intl.NumberFormat(of(locale), { useGrouping: true }).formatToParts(1_234_567);
  return separator === parts.find(({ type }) => type === 'group')?.value;
}

/** The one that numbers are shown in, unless another is given. */
const of = (locale: string | undefined): string | undefined => locale ?? numbersLocale() ?? undefined;
