/** `nvidia-smi --query-gpu=… --format=csv[,nounits]` as text in, values out. Columns go by name. */
import { Fault } from '#core/errors.ts';

/** `power.draw.instant [W]` → name `power.draw.instant`, unit `W`. */
export interface SmiColumn {
  readonly name: string;
  readonly unit: string | null;
}

/** Field by name as printed, without white space around it; null: the GPU does not tell. */
export type SmiRow = ReadonlyMap<string, string | null>;

/**
 * What stands where there is no value. The spellings vary with the field and the driver: `[N/A]`, `N/A`,
 * `[Not Supported]`, `[Unknown Error]`, `[GPU requires reset]`, `[Requested functionality has been
 * deprecated]`, `ERR!`, … Whatever is in brackets is a remark, never a value.
 */
export function isNoValue(text: string): boolean {
  return text === '' || /^\[.*\]$/.test(text) || /^(N\/A|ERR!|Not Supported|Unknown Error)$/i.test(text);
}

export function parseSmiHeader(line: string): SmiColumn[] {
  return line.split(',').map((cell) => {
    const [, name = '', unit] = /^(.*?)(?: \[([^\]]+)\])?$/.exec(cell.trim()) ?? [];
    if (!/^[A-Za-z][\w.]*$/.test(name)) throw notCsv(line);
    return { name, unit: unit ?? null };
  });
}

export function parseSmiRow(columns: readonly SmiColumn[], line: string): SmiRow {
  const cells = line.split(',').map((cell) => cell.trim());
  if (cells.length !== columns.length) throw notCsv(line);
  return new Map(
    columns.map(({ name }, index) => {
      const cell = cells[index] ?? '';
      return [name, isNoValue(cell) ? null : cell];
    }),
  );
}

/** A whole answer: a header and a line for each GPU. Faults `meter-unreadable`. */
export function parseSmiCsv(text: string): { columns: readonly SmiColumn[]; rows: SmiRow[] } {
  const [header, ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (header === undefined) throw new Fault('meter-unreadable', 'nvidia-smi printed nothing');
  const columns = parseSmiHeader(header);
  return { columns, rows: lines.map((line) => parseSmiRow(columns, line)) };
}

/** The field as a number, with or without its unit; null: not in the answer, or the GPU does not tell. */
export function smiNumber(row: SmiRow, name: string): number | null {
  const text = row.get(name) ?? null;
  if (text === null) return null;
  const [, digits] = /^(-?\d+(?:\.\d+)?)(?: ?(?:W|MHz|C|%|MiB|us|ms))?$/.exec(text) ?? [];
  if (digits === undefined) {
    throw new Fault('meter-unreadable', `nvidia-smi shows ${JSON.stringify(text.slice(0, 40))} for ${name}`);
  }
  return Number(digits);
}

function notCsv(line: string): Fault {
  return new Fault('meter-unreadable', `nvidia-smi printed no table: ${JSON.stringify(line.slice(0, 120))}`);
}
