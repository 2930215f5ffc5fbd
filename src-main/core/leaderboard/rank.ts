/** Boards: submissions that may be compared, in the order of their net joules per inference. */
import { isDegraded } from '../fidelity.ts';
import { TIERS, type Tier } from '../provenance.ts';
import { comparisonKey, modelKey } from './comparison.ts';
import { canonicalText } from './identity.ts';
import type { Submission } from './schema.ts';

export interface BoardEntry {
  readonly rank: number;
  /** Its answers fall short of what the model must keep: behind all that hold, however frugal. */
  readonly degraded: boolean;
  readonly submission: Submission;
}

/** All entries share the tier, model, scenario, batch, method version and energy domains. */
export interface Board {
  readonly key: string;
  readonly tier: Tier;
  readonly model: string;
  readonly modelSha256: string;
  /** null: the board's precisions compete with each other. */
  readonly precision: string | null;
  readonly scenario: Submission['scenario'];
  readonly batch: number;
  readonly methodVersion: number;
  readonly domains: Submission['domains'];
  readonly entries: readonly BoardEntry[];
}

export interface RankOptions {
  /** `newest`: of each device, configuration and meter only the latest run. Default: newest. */
  readonly keep?: 'newest' | 'all';
  /** True: a board for each precision, so that a board holds one comparison key only. */
  readonly byPrecision?: boolean;
}

/** The result does not depend on the order of the submissions; one with the same id counts once. */
export function rankBoards(submissions: readonly Submission[], options: RankOptions = {}): Board[] {
  const once = [...new Map(submissions.map((submission) => [submission.id, submission])).values()];
  const keyOf = options.byPrecision ? comparisonKey : modelKey;
  const groups = groupBy(once, (submission) => `${submission.tier}|${keyOf(submission)}`);
  const boards = [...groups].map(([key, members]) =>
    boardOf(key, options.keep === 'all' ? members : newestOnly(members), options.byPrecision === true),
  );
  return boards.sort(
    (a, b) =>
      compareText(a.model, b.model) ||
      TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) ||
      compareText(a.key, b.key),
  );
}

/**
 * Of one board: of each machine (as far as a line describes it), configuration, adapter that did the work and
 * meter the latest run.
 */
function newestOnly(submissions: readonly Submission[]): Submission[] {
  const same = ({ device, configuration, meter, ranAs, adapter }: Submission) =>
    canonicalText({ device, configuration, meter: meter.id, ranAs, adapter: adapter?.name ?? null });
  const groups = groupBy(submissions, same);
  const newestFirst = (a: Submission, b: Submission) =>
    Date.parse(b.startedAt) - Date.parse(a.startedAt) || compareText(a.id, b.id);
  return [...groups.values()].flatMap((group) => group.sort(newestFirst).slice(0, 1));
}

function boardOf(key: string, members: readonly Submission[], byPrecision: boolean): Board {
  const entries = rankMembers(members);
  const [first] = entries;
  if (first === undefined) throw new RangeError('a board has at least one entry');
  const { tier, configuration, scenario, methodVersion, domains } = first.submission;
  const { modelSha256, precision, batch } = configuration;
  // Two people may call one file by two names; the hash decides, and the label must not depend on order.
  const model = members.map((member) => member.configuration.model).sort(compareText)[0] ?? '';
  return {
    key,
    tier,
    model,
    modelSha256,
    precision: byPrecision ? precision : null,
    scenario,
    batch,
    methodVersion,
    domains: [...domains].sort(compareText),
    entries,
  };
}

/** All that hold, then all that are degraded: a frugal wrong answer does not win. */
function rankMembers(members: readonly Submission[]): BoardEntry[] {
  const holding = members.filter((member) => !isDegraded(member));
  return [...rankEntries(holding, 0), ...rankEntries(members.filter(isDegraded), holding.length)];
}

/**
 * In the order of netJ, behind the `before` entries that come first. An entry shares the rank of the entry that leads its group as long as its
 * 95 % interval reaches down to the leader's; the first one that lies wholly above opens the next
 * group, and its rank is its place (1, 1, 3). So a rank never gets better down the list, and a wide
 * interval gains nobody a better place than its net energy does.
 */
function rankEntries(members: readonly Submission[], before: number): BoardEntry[] {
  const sorted = [...members].sort((a, b) => a.results.netJ - b.results.netJ || compareText(a.id, b.id));
  let rank = 0;
  let leaderHighJ = Number.NEGATIVE_INFINITY;
  return sorted.map((submission, index) => {
    const [lowJ, highJ] = submission.results.ci95;
    if (index === 0 || lowJ > leaderHighJ) {
      rank = before + index + 1;
      leaderHighJ = highJ;
    }
    return { rank, degraded: isDegraded(submission), submission };
  });
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** By code units, the same everywhere: a locale's order would differ between machines. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
