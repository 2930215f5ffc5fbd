/** Numbers as people type them into a field. */

export interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly whole?: boolean;
}

export type Typed =
  { readonly ok: true; readonly value: number | null } | { readonly ok: false; readonly problem: string };

/** `2.5` and `2,5` alike; null for an empty field. */
export function readTyped(text: string, { least, most, whole = false }: Bounds): Typed {
  const written = text.trim();
  if (written === '') return { ok: true, value: null };
  const value = /^\d{1,9}([.,]\d{1,9})?$/.test(written) ? Number(written.replace(',', '.')) : Number.NaN;
  const fits = value >= least && value <= most && (!whole || Number.isInteger(value));
  if (fits) return { ok: true, value };
  const kind = whole ? 'a whole number' : 'a number';
  return { ok: false, problem: `Write ${kind} from ${shown(least)} to ${shown(most)}.` };
}

/** As it is typed: without grouping. */
const shown = (value: number): string =>
  new Intl.NumberFormat(undefined, { useGrouping: false }).format(value);
