/** Tables and sentences for a terminal. */
import Table from 'cli-table3';

export interface TerminalColumn {
  /** May hold line breaks, as the cells may. */
  readonly head: string;
  readonly align: 'left' | 'right';
}

/** Without colours, so that nothing depends on the terminal's. */
export function terminalTable(
  columns: readonly TerminalColumn[],
  records: readonly (readonly string[])[],
): string {
  const table = new Table({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ align }) => align),
    style: { head: [], border: [], compact: !records.flat().some((cell) => cell.includes('\n')) },
  });
  for (const cells of records) table.push(cells.map(plain));
  return table.toString();
}

/** Columns that the widest line takes; what is drawn here is one column wide a character. */
export function widthOf(text: string): number {
  return Math.max(...text.split('\n').map((line) => [...line].length));
}

/**
 * Control characters (line breaks apart), lone surrogates (no UTF-8 can hold them), what turns the direction of
 * writing for all that follows, and what breaks lines in some places and not in others.
 */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text from a file must not steer the terminal, nor hide what it is: such signs become a replacement character. Line
 * breaks stay.
 */
export function plain(text: string): string {
  return text.replace(UNSEEN, '\uFFFD');
}

/** A sentence in lines of at most `width` columns (a longer word gets its own); null: one line. */
export function wrap(text: string, width: number | null, indent = ''): string {
  if (width === null) return plain(text);
  const lines: string[] = [];
  let line = '';
  for (const word of plain(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length > width - (lines.length === 0 ? 0 : indent.length) && line !== '') {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].map((each, index) => (index === 0 ? each : indent + each)).join('\n');
}
