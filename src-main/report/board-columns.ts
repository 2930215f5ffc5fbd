/** Which figures of a submission the rankings show, and how. */
import { millijouleInterval, millijoules, milliseconds } from '#core/format/figures.ts';
import { fidelityText } from '#core/format/fidelity.ts';
import type { Board, BoardEntry, ListedSubmission } from '#core/leaderboard/rank.ts';
import type { CsvCell } from './csv.ts';
import { PLACED_CSV, placedText, type Placed } from './placed-columns.ts';
import { wrap, type TerminalColumn } from './terminal.ts';

export interface EntryColumn extends TerminalColumn {
  readonly text: (entry: BoardEntry) => string;
}

const of = (
  head: string,
  align: 'left' | 'right',
  text: (submission: ListedSubmission) => string,
): EntryColumn => ({
  head,
  align,
  text: ({ submission }) => text(submission),
});
const rank: EntryColumn = { head: 'rank', align: 'right', text: (entry) => String(entry.rank) };
const processor = (submission: ListedSubmission) => submission.device.cpuModel ?? 'unknown processor';
const placedOf = (submission: ListedSubmission): Placed => ({ ...submission, ...submission.configuration });
const provider = (submission: ListedSubmission) => placedText(placedOf(submission));
const day = (submission: ListedSubmission) => submission.startedAt.slice(0, 10);
const energy = ({ results }: ListedSubmission) => millijoules(results.netJ);
const interval = ({ results }: ListedSubmission) => millijouleInterval(results.ci95);
const fidelity = of('fidelity', 'left', (submission) => fidelityText(submission.fidelity));
const gross = of('gross mJ', 'right', ({ results }) => millijoules(results.grossJ));

/** Who stands for it, in words; a line that nobody has signed may be anybody's. */
export function standingText({ check, signedByName }: BoardEntry): string {
  if (check.signedBy === null) return 'unsigned';
  return signedByName ?? `${check.signedBy.slice(0, 8)}…`;
}

const tier = of('tier', 'left', (submission) => submission.tier);

/** One line an entry. `mixed`: its tier, too, since tiers share the board. */
export const wideColumns = (mixed: boolean): readonly EntryColumn[] => [
  rank,
  ...(mixed ? [tier] : []),
  of('precision', 'left', ({ configuration }) => configuration.precision),
  of('provider', 'left', provider),
  of('threads', 'right', ({ configuration }) => String(configuration.threads)),
  of('processor', 'left', processor),
  of('net mJ', 'right', energy),
  of('95 % interval', 'right', interval),
  gross,
  of('median ms', 'right', ({ results }) => milliseconds(results.latencyMs.median)),
  of('p99 ms', 'right', ({ results }) => milliseconds(results.latencyMs.p99)),
  fidelity,
  of('verdict', 'left', ({ verdict }) => verdict),
  { head: 'signed by', align: 'left', text: standingText },
  of('date', 'left', day),
];

/** Room for the names of an entry, so that the table fits. */
const NAMES_WIDTH = 30;
const STANDING_WIDTH = 10;

/** Two lines an entry, for terminals of 80 columns. */
export const narrowColumns = (mixed: boolean): readonly EntryColumn[] => [
  rank,
  of('processor\nconfiguration', 'left', (submission) => {
    const { precision, threads } = submission.configuration;
    const configuration = `${mixed ? `${submission.tier}: ` : ''}${precision}, ${provider(submission)}, ${threads} threads`;
    return `${wrap(processor(submission), NAMES_WIDTH)}\n${wrap(configuration, NAMES_WIDTH)}`;
  }),
  of('net mJ\n95 % interval', 'right', (submission) => `${energy(submission)}\n${interval(submission)}`),
  of('median ms\np99 ms', 'right', ({ results: { latencyMs } }) => {
    return `${milliseconds(latencyMs.median)}\n${milliseconds(latencyMs.p99)}`;
  }),
  {
    head: 'verdict\nfidelity\nsigned by\ndate',
    align: 'left',
    text: (entry) => {
      const { verdict, fidelity: kept } = entry.submission;
      const standing = wrap(standingText(entry), STANDING_WIDTH);
      return `${verdict}\n${fidelityText(kept)}\n${standing}\n${day(entry.submission)}`;
    },
  },
];

/** Columns of the CSV: the submission's own names and units, unrounded. */
export const ENTRY_CSV: readonly (readonly [
  head: string,
  cell: (entry: BoardEntry, board: Board) => CsvCell,
])[] = [
  ['board', (_entry, board) => board.key],
  ['rank', (entry) => entry.rank],
  ['degraded', (entry) => entry.degraded],
  ['check', ({ check }) => check.state],
  ['signedBy', ({ check }) => check.signedBy],
  ['signedByName', ({ signedByName }) => signedByName],
  ['id', ({ submission }) => submission.id],
  ['runId', ({ submission }) => submission.runId],
  ['startedAt', ({ submission }) => submission.startedAt],
  ['model', ({ submission }) => submission.configuration.model],
  ['modelSha256', ({ submission }) => submission.configuration.modelSha256],
  ['precision', ({ submission }) => submission.configuration.precision],
  ['provider', ({ submission }) => submission.configuration.provider],
  ['device', ({ submission }) => submission.configuration.device],
  ['threads', ({ submission }) => submission.configuration.threads],
  ['batch', ({ submission }) => submission.configuration.batch],
  ...PLACED_CSV.map(
    ([head, cell]) => [head, ({ submission }: BoardEntry) => cell(placedOf(submission))] as const,
  ),
  ['cpuModel', ({ submission }) => submission.device.cpuModel],
  ['osName', ({ submission }) => submission.device.osName],
  ['virtualMachine', ({ submission }) => submission.device.virtualMachine],
  ['tier', ({ submission }) => submission.tier],
  ['domains', ({ submission }) => submission.domains.join('+')],
  ['verdict', ({ submission }) => submission.verdict],
  ['netJ', ({ submission }) => submission.results.netJ],
  ['ci95LowJ', ({ submission }) => submission.results.ci95[0]],
  ['ci95HighJ', ({ submission }) => submission.results.ci95[1]],
  ['grossJ', ({ submission }) => submission.results.grossJ],
  ['latencyMedianMs', ({ submission }) => submission.results.latencyMs.median],
  ['latencyP90Ms', ({ submission }) => submission.results.latencyMs.p90],
  ['latencyP99Ms', ({ submission }) => submission.results.latencyMs.p99],
  ['throughputPerS', ({ submission }) => submission.results.throughputPerS],
  ['workUnit', ({ submission }) => submission.configuration.work.unit],
  ['workPerInference', ({ submission }) => submission.configuration.work.perInference],
  ['modelKind', ({ submission }) => submission.configuration.modelKind],
  ['sqnrDb', ({ submission }) => submission.fidelity?.sqnrDb ?? null],
  ['fidelityHolds', ({ submission }) => submission.fidelity?.holds ?? null],
  ['shortfalls', ({ submission }) => submission.fidelity?.shortfalls.join('; ') ?? null],
  ['methodVersion', ({ submission }) => submission.methodVersion],
];
