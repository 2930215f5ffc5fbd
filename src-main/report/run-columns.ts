/** Which figures of a row the tables show, and how. */
import { millijouleInterval, millijoules, milliseconds, UNKNOWN } from '#core/format/figures.ts';
import { fidelityText } from '#core/format/fidelity.ts';
import { domainsText } from '#core/ranking/group.ts';
import type { Row } from '#core/record/schema.ts';
import type { CsvCell } from './csv.ts';
import { PLACED_CSV, placedText } from './placed-columns.ts';
import { wrap, type TerminalColumn } from './terminal.ts';

export interface RowColumn extends TerminalColumn {
  readonly text: (row: Row) => string;
}

const left = (head: string, text: (row: Row) => string): RowColumn => ({ head, align: 'left', text });
const right = (head: string, text: (row: Row) => string): RowColumn => ({ head, align: 'right', text });

const rank = right('rank', (row) => (row.rank === null ? UNKNOWN : String(row.rank)));
const tier = (row: Row) => row.tier ?? UNKNOWN;
const covers = (row: Row) => domainsText(row) || UNKNOWN;

/** Room for the names and for the words of a row, so that the narrow table fits 80 columns. */
const [NAMES_WIDTH, WORDS_WIDTH] = [20, 10];

/** Whether rows are ranked in groups that cover different things: then the tables say what. */
const isMixed = (rows: readonly Row[]): boolean =>
  new Set(rows.filter((row) => row.tier !== null).map(domainsText)).size > 1;

/** One line a row. */
export const wideColumns = (rows: readonly Row[]): readonly RowColumn[] => [
  rank,
  left('model', (row) => row.model),
  left('precision', (row) => row.precision),
  left('provider', placedText),
  right('net mJ', (row) => millijoules(row.netJ)),
  right('95 % interval', (row) => millijouleInterval(row.ci95)),
  right('gross mJ', (row) => millijoules(row.grossJ)),
  right('median ms', (row) => milliseconds(row.latencyMs?.median ?? null)),
  right('p99 ms', (row) => milliseconds(row.latencyMs?.p99 ?? null)),
  left('fidelity', (row) => fidelityText(row.fidelity)),
  left('tier', tier),
  ...(isMixed(rows) ? [left('covers', covers)] : []),
  left('verdict', (row) => row.verdict),
];

/** The same in two lines a row, for terminals of 80 columns. */
export const narrowColumns = (rows: readonly Row[]): readonly RowColumn[] => [
  rank,
  left(
    'model\nprecision, provider',
    (row) => `${row.model}\n${wrap(`${row.precision}, ${placedText(row)}`, NAMES_WIDTH)}`,
  ),
  right('net mJ\n95 % interval', (row) => `${millijoules(row.netJ)}\n${millijouleInterval(row.ci95)}`),
  right('gross\nmJ', (row) => millijoules(row.grossJ)),
  right(
    'median ms\np99 ms',
    (row) => `${milliseconds(row.latencyMs?.median ?? null)}\n${milliseconds(row.latencyMs?.p99 ?? null)}`,
  ),
  left('tier\nverdict\nfidelity', (row) =>
    [tier(row), ...(isMixed(rows) ? [covers(row)] : []), row.verdict, fidelityText(row.fidelity)]
      .map((text) => wrap(text, WORDS_WIDTH))
      .join('\n'),
  ),
];

/** Columns of the CSV: the record's own names and units, unrounded. */
export const ROW_CSV: readonly (readonly [head: string, cell: (row: Row) => CsvCell])[] = [
  ['rank', (row) => row.rank],
  ['model', (row) => row.model],
  ['modelSha256', (row) => row.modelSha256],
  ['modelKind', (row) => row.modelKind],
  ['precision', (row) => row.precision],
  ['provider', (row) => row.provider],
  ['device', (row) => row.device],
  ['threads', (row) => row.threads],
  ['batch', (row) => row.batch],
  ...PLACED_CSV,
  ['workUnit', (row) => row.work.unit],
  ['workPerInference', (row) => row.work.perInference],
  ['netJ', (row) => row.netJ],
  ['ci95LowJ', (row) => row.ci95?.[0] ?? null],
  ['ci95HighJ', (row) => row.ci95?.[1] ?? null],
  ['meterLowJ', (row) => row.meterInterval?.[0] ?? null],
  ['meterHighJ', (row) => row.meterInterval?.[1] ?? null],
  ['grossJ', (row) => row.grossJ],
  ['ratioToFp32', (row) => row.againstFp32?.ratio ?? null],
  ['ratioToFp32Low', (row) => row.againstFp32?.interval[0] ?? null],
  ['ratioToFp32High', (row) => row.againstFp32?.interval[1] ?? null],
  ['separatedFromFp32', (row) => row.againstFp32?.separated ?? null],
  ['latencyMedianMs', (row) => row.latencyMs?.median ?? null],
  ['latencyP90Ms', (row) => row.latencyMs?.p90 ?? null],
  ['latencyP99Ms', (row) => row.latencyMs?.p99 ?? null],
  ['throughputPerS', (row) => row.throughputPerS],
  ['cpuSecondsPerInference', (row) => row.cpuSecondsPerInference],
  ['fidelityInputs', (row) => row.fidelity?.inputs ?? null],
  ['cosine', (row) => row.fidelity?.cosine ?? null],
  ['sqnrDb', (row) => row.fidelity?.sqnrDb ?? null],
  ['maxAbsError', (row) => row.fidelity?.maxAbsError ?? null],
  ['top1Agreement', (row) => row.fidelity?.top1Agreement ?? null],
  ['taskPassed', (row) => row.fidelity?.task?.passed ?? null],
  ['minSqnrDb', (row) => row.fidelity?.bounds?.minSqnrDb ?? null],
  ['minTop1Agreement', (row) => row.fidelity?.bounds?.minTop1Agreement ?? null],
  ['fidelityHolds', (row) => row.fidelity?.holds ?? null],
  ['shortfalls', (row) => row.fidelity?.shortfalls.join('; ') ?? null],
  ['tier', (row) => row.tier],
  ['domains', (row) => row.domains.join('+')],
  ['verdict', (row) => row.verdict],
  ['reasons', (row) => row.reasons.join('; ')],
];
