/** A record as text for people and programs. Text in, text out; every text ends with a line break. */
import { knownConstants } from '#core/protocol/constants.ts';
import { methodText } from '#core/protocol/method-text.ts';
import { METHOD_VERSION } from '#core/protocol/version.ts';
import type { RunRecord } from '#core/record/schema.ts';
import { csv } from './csv.ts';
import { markdownTable, markdownText } from './markdown.ts';
import { narrowColumns, ROW_CSV, wideColumns, type RowColumn } from './run-columns.ts';
import { repairs, runNotes } from './run-notes.ts';
import { plain, terminalTable, widthOf, wrap } from './terminal.ts';

/** `width`: columns of the terminal; null: as wide as it gets. */
export function runText(record: RunRecord, width: number | null): string {
  const notes = runNotes(record).map((note) => `- ${wrap(note, width === null ? null : width - 2, '  ')}`);
  const heading = headingLines(record).map((line) => wrap(line, width));
  const commands = repairs(record).flatMap(({ id, fix }) => ['', repairTitle(id), '', plain(fix)]);
  return [...heading, '', rowTable(record, width), '', ...notes, ...commands].join('\n').trimEnd() + '\n';
}

export const repairTitle = (id: string) => `To let Joulemark read ${id}:`;

function rowTable(record: RunRecord, width: number | null): string {
  const { rows } = record;
  if (rows.length === 0) return 'No configuration was run.';
  const draw = (columns: readonly RowColumn[]) =>
    terminalTable(
      columns,
      rows.map((row) => columns.map(({ text }) => text(row))),
    );
  const wide = draw(wideColumns(rows));
  return width === null || widthOf(wide) <= width ? wide : draw(narrowColumns(rows));
}

export function headingLines({ rows, machine, plan, ...record }: RunRecord): string[] {
  const cores = machine.physicalCores === null ? '' : `${machine.physicalCores} cores, `;
  const virtual = machine.virtualMachine === true ? ', virtual machine' : '';
  const threads = [...new Set(rows.map((row) => row.threads))].sort((a, b) => a - b).join(', ');
  const scenario =
    plan.scenario.kind === 'fixed-rate'
      ? `${plan.scenario.ratePerS} inferences a second`
      : plan.scenario.kind;
  const date = `${record.startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  const synthetic = record.synthetic ? 'SYNTHETIC run' : 'Run';
  return [
    `${synthetic} ${record.id} of ${date}, Joulemark ${record.software.joulemark}, method ${record.methodVersion}, seed ${plan.seed}`,
    plain(
      `${machine.cpuModel ?? 'unknown processor'}, ${cores}${machine.logicalCpus} logical processors${virtual}, ` +
        `${machine.osName}${machine.osRelease === null ? '' : ` ${machine.osRelease}`}`,
    ),
    `Energy per inference, most frugal first; ${scenario}${threads === '' ? '' : `, threads: ${threads}`}`,
  ];
}

export function runCsv(record: RunRecord): string {
  const header = ['runId', 'startedAt', 'synthetic', ...ROW_CSV.map(([head]) => head)];
  const { id, startedAt, synthetic } = record;
  const records = record.rows.map((row) => [
    id,
    startedAt,
    synthetic,
    ...ROW_CSV.map(([, cell]) => cell(row)),
  ]);
  return csv(header, records);
}

/** By the record's own constants; nothing for a method that this program does not know. */
export function methodOf({ methodVersion, plan }: RunRecord): string[] {
  const constants = methodVersion === METHOD_VERSION ? knownConstants(plan.constants) : null;
  return constants === null ? [] : methodText(constants);
}

export function runMarkdown(record: RunRecord): string {
  const columns = wideColumns(record.rows);
  const table = markdownTable(
    columns,
    record.rows.map((row) => columns.map(({ text }) => text(row))),
  );
  const heading = headingLines(record).map((line) => `${markdownText(line)}\n\n`);
  const notes = runNotes(record).map((note) => `- ${markdownText(note)}\n`);
  // Indented, so that no text in it can end the block.
  const commands = repairs(record).map(
    ({ id, fix }) => `\n${markdownText(repairTitle(id))}\n\n${plain(fix).replace(/^/gm, '    ')}\n`,
  );
  const method = methodOf(record).map((paragraph) => `\n${markdownText(paragraph)}\n`);
  const how = method.length === 0 ? '' : `\n### How it was measured\n${method.join('')}`;
  return `${heading.join('')}${table}\n${notes.join('')}${commands.join('')}${how}`.trimEnd() + '\n';
}
