/** Which figures of a variant the tables show, and how. */
import { UNKNOWN } from '#core/format/figures.ts';
import {
  cosineText,
  fixedText,
  megabytesText,
  nodesText,
  shareText,
  sqnrText,
  verdictOf,
} from '#core/format/variants.ts';
import type { Fidelity } from '#core/record/schema.ts';
import type { VariantRow } from '#core/variant-table.ts';
import type { CsvCell } from './csv.ts';
import type { TerminalColumn } from './terminal.ts';

export interface VariantColumn extends TerminalColumn {
  readonly text: (row: VariantRow) => string;
}

const left = (head: string, text: (row: VariantRow) => string): VariantColumn => ({
  head,
  align: 'left',
  text,
});
const right = (head: string, text: (row: VariantRow) => string): VariantColumn => ({
  head,
  align: 'right',
  text,
});

const megabytes = ({ bytes }: VariantRow): string => megabytesText(bytes);
const madeIn = ({ madeInS }: VariantRow): string => fixedText(madeInS, 1);

export const errorText = (error: number | null): string =>
  error === null ? UNKNOWN : error === 0 ? '0' : error.toPrecision(2);

function taskText({ fidelity }: VariantRow): string {
  const task = fidelity?.task ?? null;
  return task === null ? UNKNOWN : task.passed ? 'passes' : 'fails';
}

const fidelityText = (text: (fidelity: Fidelity) => string) => (row: VariantRow) =>
  row.fidelity === null ? UNKNOWN : text(row.fidelity);
const sqnr = fidelityText(sqnrText);
const cosine = fidelityText((fidelity) => cosineText(fidelity.cosine));
const top1 = fidelityText((fidelity) => shareText(fidelity.top1Agreement));
const worst = fidelityText((fidelity) => errorText(fidelity.maxAbsError));

/** One line a row. */
export const WIDE: readonly VariantColumn[] = [
  left('model', (row) => row.model),
  left('precision', (row) => row.precision),
  right('MB', megabytes),
  right('nodes changed / left', nodesText),
  right('SQNR dB', sqnr),
  right('cosine', cosine),
  right('top-1', top1),
  right('max error', worst),
  left('task', taskText),
  left('verdict', verdictOf),
  right('made in s', madeIn),
];

/** The same in two lines a row, for terminals of 80 columns. */
export const NARROW: readonly VariantColumn[] = [
  left('model\nprecision', (row) => `${row.model}\n${row.precision}`),
  right('MB\nmade in s', (row) => `${megabytes(row)}\n${madeIn(row)}`),
  right('nodes\nchanged / left', (row) => `\n${nodesText(row)}`),
  right('SQNR dB\ncosine', (row) => `${sqnr(row)}\n${cosine(row)}`),
  right('top-1\nmax error', (row) => `${top1(row)}\n${worst(row)}`),
  left('task\nverdict', (row) => `${taskText(row)}\n${verdictOf(row)}`),
];

/** Columns of the CSV: unrounded. */
export const VARIANT_CSV: readonly (readonly [head: string, cell: (row: VariantRow) => CsvCell])[] = [
  ['model', (row) => row.model],
  ['kind', (row) => row.kind],
  ['precision', (row) => row.precision],
  ['sha256', (row) => row.sha256],
  ['bytes', (row) => row.bytes],
  ['nodesChanged', (row) => row.changed],
  ['nodesLeft', (row) => row.left],
  ['inputs', (row) => row.fidelity?.inputs ?? null],
  ['sqnrDb', (row) => row.fidelity?.sqnrDb ?? null],
  ['cosine', (row) => row.fidelity?.cosine ?? null],
  ['top1Agreement', (row) => row.fidelity?.top1Agreement ?? null],
  ['maxAbsError', (row) => row.fidelity?.maxAbsError ?? null],
  ['taskPassed', (row) => row.fidelity?.task?.passed ?? null],
  ['taskDetail', (row) => row.fidelity?.task?.detail ?? null],
  ['holds', (row) => row.fidelity?.holds ?? null],
  ['shortfalls', (row) => row.fidelity?.shortfalls.join('; ') ?? null],
  ['madeInS', (row) => row.madeInS],
  ['fault', (row) => row.fault?.message ?? null],
];
