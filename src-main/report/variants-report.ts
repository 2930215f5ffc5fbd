/** What each precision of each model changed and lost, as text, CSV, Markdown and JSON. */
import type { ChangeGroup } from '#core/change-report.ts';
import { leftText } from '#core/format/variants.ts';
import type { VariantRow, VariantTable } from '#core/variant-table.ts';
import { csv } from './csv.ts';
import { markdownTable, markdownText } from './markdown.ts';
import { terminalTable, widthOf, wrap } from './terminal.ts';
import { NARROW, VARIANT_CSV, WIDE } from './variant-columns.ts';

/** `width`: columns of the terminal; null: as wide as it gets. */
export function variantsText(table: VariantTable, width: number | null): string {
  const wide = terminalTable(WIDE, cellsOf(table.rows, WIDE));
  const shown =
    width === null || widthOf(wide) <= width ? wide : terminalTable(NARROW, cellsOf(table.rows, NARROW));
  const notes = notesOf(table).map(({ title, lines }) =>
    [title, ...lines.map((line) => `  ${wrap(line, width === null ? null : width - 2, '    ')}`)].join('\n'),
  );
  return `${[shown, ...notes].join('\n\n')}\n`;
}

export function variantsMarkdown(table: VariantTable): string {
  const notes = notesOf(table).map(
    ({ title, lines }) =>
      `${markdownText(title)}\n\n${lines.map((line) => `- ${markdownText(line)}\n`).join('')}`,
  );
  return [markdownTable(WIDE, cellsOf(table.rows, WIDE)), ...notes].join('\n');
}

export function variantsCsv({ rows }: VariantTable): string {
  return csv(
    VARIANT_CSV.map(([head]) => head),
    rows.map((row) => VARIANT_CSV.map(([, cell]) => cell(row))),
  );
}

export function variantsJson(table: VariantTable): string {
  return `${JSON.stringify(table, null, 1)}\n`;
}

const cellsOf = (rows: readonly VariantRow[], columns: typeof WIDE): string[][] =>
  rows.map((row) => columns.map(({ text }) => text(row)));

interface Note {
  readonly title: string;
  readonly lines: readonly string[];
}

function notesOf({ rows, leftOut, integerWeights, software }: VariantTable): Note[] {
  const named = ({ model, precision }: { model: string; precision: string }): string =>
    `${model} ${precision}`;
  const failed = rows.flatMap((row) =>
    row.fault === null ? [] : `${named(row)}: ${row.fault.message}. ${row.fault.remedy}`,
  );
  const degraded = rows.flatMap((row) =>
    row.precision === 'fp32' || row.fidelity === null || row.fidelity.shortfalls.length === 0
      ? []
      : `${named(row)}: ${row.fidelity.shortfalls.join('; ')}`,
  );
  const kept = rows.flatMap((row) =>
    row.leftReasons.length === 0 ? [] : `${named(row)}: ${leftInWords(row.leftReasons)}`,
  );
  const missing = leftOut.map((each) => `${named(each)}: ${each.why}`);
  return [
    { title: 'Failed:', lines: failed },
    { title: 'Degraded, as it falls short of what its model must keep:', lines: degraded },
    { title: 'Does not apply:', lines: missing },
    { title: 'Nodes left as they were:', lines: kept },
    { title: 'How:', lines: [methodInWords(rows, integerWeights, software)] },
  ].filter(({ lines }) => lines.length > 0);
}

const SHOWN_GROUPS = 3;

/** E.g. `30 Conv (has groups), 4 MatMul (too few weights), and 6 others`. */
function leftInWords(groups: readonly ChangeGroup[]): string {
  const shown = groups.slice(0, SHOWN_GROUPS).map(leftText);
  const others = groups.slice(SHOWN_GROUPS).reduce((sum, { count }) => sum + count, 0);
  return [...shown, ...(others === 0 ? [] : [`and ${others} others`])].join(', ');
}

function methodInWords(
  rows: readonly VariantRow[],
  integerWeights: VariantTable['integerWeights'],
  { joulemark, onnxruntime }: VariantTable['software'],
): string {
  const counts = rows.flatMap(({ fidelity }) => (fidelity === null ? [] : [fidelity.inputs]));
  const inputs =
    counts.length === 0 ? '' : ` over ${rangeText(Math.min(...counts), Math.max(...counts))} inputs a model`;
  return `Compared with fp32 on the CPU${inputs}, by Joulemark ${joulemark} on ONNX Runtime ${onnxruntime}; integer weights are stored as ${integerWeights}, as this processor wants them. A variant that was kept shows the seconds of its making.`;
}

const rangeText = (low: number, high: number): string => (low === high ? String(low) : `${low} to ${high}`);
