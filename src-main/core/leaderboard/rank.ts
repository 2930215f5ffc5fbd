/** Boards: submissions that may be compared, in the order of their net joules per inference. */
import { isDegraded } from '../fidelity.ts';
import { groupBy } from '../group-by.ts';
import { TIERS, type Tier } from '../provenance.ts';
import { chooseLines, compareText, type BestOf } from './choose.ts';
import { comparisonKey, modelKey } from './comparison.ts';
import type { Submission } from './schema.ts';
import type { LineCheck } from './verify/check.ts';

/** What a board keeps of a submission: all but the raw windows and the latency sketch. A whole one will do. */
export type ListedSubmission = Omit<Submission, 'windows' | 'results'> & {
  readonly results: Omit<Submission['results'], 'latencySketch'>;
};

/** A submission, and what a verifier says of its line. */
export interface CheckedLine {
  readonly submission: ListedSubmission;
  readonly check: LineCheck;
  /** What the reader of the board calls the key of `check.signedBy`; null: no key, or one without a name. */
  readonly signedByName: string | null;
}

export interface BoardEntry extends CheckedLine {
  readonly rank: number;
  /** Its answers fall short of what the model must keep: behind all that hold, however frugal. */
  readonly degraded: boolean;
}

/** Entries of the whole board, shown or not. Only those that are shown have been verified. */
export interface BoardCounts {
  readonly entries: number;
  readonly degraded: number;
}

/** All entries share the model, scenario, batch, method version and energy domains, and the tier unless it is null. */
export interface Board {
  readonly key: string;
  /** null: tiers were mixed on request, and each row must say its own. */
  readonly tier: Tier | null;
  readonly model: string;
  readonly modelSha256: string;
  /** null: the board's precisions compete with each other. */
  readonly precision: string | null;
  readonly scenario: Submission['scenario'];
  readonly batch: number;
  readonly methodVersion: number;
  readonly domains: Submission['domains'];
  /** The first of them, where `counts.entries` is more. */
  readonly entries: readonly BoardEntry[];
  readonly counts: BoardCounts;
}

export interface RankOptions {
  /** `newest`: of each installation, device, configuration and meter only the latest run. Default: newest. */
  readonly keep?: 'newest' | 'all';
  /** Of what `keep` leaves, the best one of each. null: all of them. Default: null. */
  readonly best?: BestOf | null;
  /** True: a board for each precision, so that a board holds one comparison key only. */
  readonly byPrecision?: boolean;
  /** True: tiers share a board. */
  readonly mixTiers?: boolean;
  /** So many entries a board. null: all. Default: null. */
  readonly top?: number | null;
}

/** The result does not depend on the order of the lines; of one id, one counts, that of the smallest key that signed it. */
export function rankBoards(lines: readonly CheckedLine[], options: RankOptions = {}): Board[] {
  const groups = groupBy(oncePerId(lines), ({ submission }) => boardKey(submission, options));
  const boards = [...groups].flatMap(([key, members]) =>
    boardOf(key, chooseLines(members, options), options),
  );
  return boards.sort(compareBoards);
}

/** What all entries of one board share, as text. */
export function boardKey(
  submission: Pick<ListedSubmission, 'configuration' | 'scenario' | 'methodVersion' | 'domains' | 'tier'>,
  { byPrecision = false, mixTiers = false }: Pick<RankOptions, 'byPrecision' | 'mixTiers'>,
): string {
  const key = byPrecision ? comparisonKey(submission) : modelKey(submission);
  return `${mixTiers ? ANY_TIER : submission.tier}|${key}`;
}

/** In the place of the tier in the key of a board that mixes them. */
export const ANY_TIER = 'any';

function compareBoards(a: Board, b: Board): number {
  const tier = (board: Board) => (board.tier === null ? -1 : TIERS.indexOf(board.tier));
  return compareText(a.model, b.model) || tier(a) - tier(b) || compareText(a.key, b.key);
}

function oncePerId(lines: readonly CheckedLine[]): CheckedLine[] {
  const once = new Map<string, CheckedLine>();
  for (const line of lines) {
    const former = once.get(line.submission.id);
    if (former === undefined || signer(line) < signer(former)) once.set(line.submission.id, line);
  }
  return [...once.values()];
}

/** Behind all keys, which are hex, where nobody signed. */
const signer = ({ check }: CheckedLine): string => check.signedBy ?? 'unsigned';

/** No board where nothing was chosen. */
function boardOf(key: string, members: readonly CheckedLine[], options: RankOptions): Board[] {
  const entries = rankMembers(members);
  const [leader] = entries;
  if (leader === undefined) return [];
  const { tier, configuration, scenario, methodVersion, domains } = leader.submission;
  return [
    {
      key,
      tier: options.mixTiers ? null : tier,
      // Two people may call one file by two names: the hash decides, and the leader names the board.
      model: configuration.model,
      modelSha256: configuration.modelSha256,
      precision: options.byPrecision ? configuration.precision : null,
      scenario,
      batch: configuration.batch,
      methodVersion,
      domains: [...domains].sort(compareText),
      entries: options.top == null ? entries : entries.slice(0, options.top),
      counts: { entries: entries.length, degraded: entries.filter(({ degraded }) => degraded).length },
    },
  ];
}

/** All that hold, then all that are degraded: a frugal wrong answer does not win. */
function rankMembers(members: readonly CheckedLine[]): BoardEntry[] {
  const isWorse = ({ submission }: CheckedLine) => isDegraded(submission);
  const holding = members.filter((member) => !isWorse(member));
  return [...rankEntries(holding, 0), ...rankEntries(members.filter(isWorse), holding.length)];
}

/**
 * In the order of netJ, behind the `before` entries that come first. An entry shares the rank of the entry that
 * leads its group as long as its 95 % interval reaches down to the leader's; the first one that lies wholly above
 * opens the next group, and its rank is its place (1, 1, 3). So a rank never gets better down the list, and a wide
 * interval gains nobody a better place than its net energy does. It depends only on what comes before it, so the
 * first entries of a board have the same ranks whether or not the rest is there.
 */
function rankEntries(members: readonly CheckedLine[], before: number): BoardEntry[] {
  let rank = 0;
  let leaderHighJ = Number.NEGATIVE_INFINITY;
  return [...members].sort(byEnergy).map((line, index) => {
    const [lowJ, highJ] = line.submission.results.ci95;
    if (index === 0 || lowJ > leaderHighJ) {
      rank = before + index + 1;
      leaderHighJ = highJ;
    }
    return { ...line, rank, degraded: isDegraded(line.submission) };
  });
}

function byEnergy({ submission: a }: CheckedLine, { submission: b }: CheckedLine): number {
  return a.results.netJ - b.results.netJ || compareText(a.id, b.id);
}

/** Without what takes the room: some kilobytes of windows and sketch an entry. */
export function listed(submission: Submission): ListedSubmission {
  const { windows: _windows, results, ...rest } = submission;
  const { latencySketch: _sketch, ...figures } = results;
  return { ...rest, results: figures };
}
