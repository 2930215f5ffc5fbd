/** Numbers as people write them in their own language. */

export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/**
 * `0.31`, and `0,31` whatever the language; null for empty. One separator before exactly three digits is refused where
 * the language groups thousands with it, since it may mean either. `locale`: default, the system's.
 */
export function parseDecimal(text: string, locale?: string): Checked<number | null> {
  const written = text.trim();
  if (written === '') return { ok: true, value: null };
  if (!/^\d+([.,]\d+)?$/.test(written)) {
    return { ok: false, problem: `Write a number, such as ${formatDecimal(0.25, locale)}.` };
  }
  // No number of thousands begins with 0 or with four digits.
  const separator = /^[1-9]\d{0,2}([.,])\d{3}$/.exec(written)?.[1];
  if (separator !== undefined && separator === groupSeparator(locale)) {
    const whole = written.replace(separator, '');
    return { ok: false, problem: `${written} may mean two numbers: write ${whole}, or ${written}0.` };
  }
  return { ok: true, value: Number(written.replace(',', '.')) };
}

/** As `parseDecimal` reads it; empty for null. */
export function formatDecimal(value: number | null, locale?: string): string {
  if (value === null) return '';
  const digits = { maximumSignificantDigits: 15, useGrouping: false, numberingSystem: 'latn' } as const;
  return new Intl.NumberFormat(locale, digits).format(value);
}

function groupSeparator(locale?: string): string | undefined {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(1_234_567);
  return parts.find(({ type }) => type === 'group')?.value;
}
