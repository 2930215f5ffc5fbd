/** CSV as RFC 4180 has it, safe to open in a spreadsheet. */

import { plain } from './terminal.ts';

/** null: an empty cell. */
export type CsvCell = string | number | boolean | null;

/** A header and its records, each line ended by CRLF. */
export function csv(header: readonly string[], records: readonly (readonly CsvCell[])[]): string {
  return [header, ...records].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return '';
  // What is no number is not known; -Infinity would be a formula besides.
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  if (typeof cell === 'boolean') return String(cell);
  const inert = neutralise(visible(cell));
  return /[",;\t\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** As in a terminal, where a CSV may end, too; a tab stays, as line breaks do. */
function visible(text: string): string {
  return text
    .split(/([\t\r])/)
    .map((part) => (part === '\t' || part === '\r' ? part : plain(part)))
    .join('');
}

/** Signs by which spreadsheets know a formula, in the widths that they take for the same. */
const FORMULA = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u;
/** What may stand before such a sign without making it harmless, and the character after it. */
const BEFORE = /([;,\s\uFEFF"]+)(.?)/gsu;
/**
 * Where a spreadsheet of another country or a careless reader cuts a cell, quoted or not. What stands behind is then
 * the start of a cell.
 */
const CUT = /[;,\t\r\n]/;

/**
 * Spreadsheets take a text that begins with one of these signs for a formula, which a stranger's model
 * name must not become. The apostrophe makes it text. Numbers are not text: -0.5 stays as it is.
 */
function neutralise(text: string): string {
  const inside = text.replace(BEFORE, (all, run: string, next: string) =>
    FORMULA.test(next) && CUT.test(run) ? `${run}'${next}` : all,
  );
  const start = text.replace(/^[\s\uFEFF"]+/u, '');
  return FORMULA.test(start) || /^[\t\r\n]/.test(text) ? `'${inside}` : inside;
}
