/** CSV as RFC 4180 has it, safe to open in a spreadsheet. */

/** null: an empty cell. */
export type CsvCell = string | number | boolean | null;

/** A header and its records, each line ended by CRLF. */
export function csv(header: readonly string[], records: readonly (readonly CsvCell[])[]): string {
  return [header, ...records].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const inert = neutralise(cell);
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/**
 * Spreadsheets take a text that begins with one of these signs for a formula, which a stranger's model
 * name must not become. The apostrophe makes it text. Numbers are not text: -0.5 stays as it is.
 */
function neutralise(text: string): string {
  return /^[\s\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
}
