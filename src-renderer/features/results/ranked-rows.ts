/** The rows of a record in the order in which they are shown. */
import { isDegraded } from '#core/fidelity.ts';
import { byRankGroup, domainsText } from '#core/ranking/group.ts';
import type { Row, Verdict } from '#core/record/schema.ts';

export interface RankedRow {
  readonly row: Row;
  /** Another row of its group has the same rank: the data cannot tell them apart. */
  readonly shared: boolean;
}

/** Rows whose energies may be compared: of one tier, and covering the same. */
export interface RankGroup {
  readonly title: string;
  readonly ranked: readonly RankedRow[];
}

/**
 * The best tier first, what no meter covers last; in each group as in `rankedRows`. Rows that failed, and those that
 * have no figure yet because their first round is not over, are in none.
 */
export function rankGroups(rows: readonly Row[]): RankGroup[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows.filter(hasRun).toSorted(byRankGroup)) {
    const title = groupTitle(row);
    groups.set(title, [...(groups.get(title) ?? []), row]);
  }
  return [...groups].map(([title, members]) => ({ title, ranked: rankedRows(members) }));
}

function hasRun({ verdict, grossJ, latencyMs }: Row): boolean {
  return verdict !== 'failed' && (grossJ !== null || latencyMs !== null);
}

function groupTitle(row: Row): string {
  if (row.tier === null) return 'No meter covers it: not ranked by energy';
  return `Tier ${row.tier}, energy of ${domainsText(row)}`;
}

/** The most frugal first; rows whose answers are degraded behind all that hold, and those without a net energy last of either. */
function rankedRows(rows: readonly Row[]): RankedRow[] {
  const sorted = rows.toSorted(
    (a, b) => Number(isDegraded(a)) - Number(isDegraded(b)) || (a.netJ ?? Infinity) - (b.netJ ?? Infinity),
  );
  const sharing = new Map<number | null, number>();
  for (const { rank } of rows) sharing.set(rank, (sharing.get(rank) ?? 0) + 1);
  return sorted.map((row) => ({ row, shared: row.rank !== null && (sharing.get(row.rank) ?? 0) > 1 }));
}

export const VERDICT_MEANINGS: Record<Verdict, string> = {
  trusted: 'Measured cleanly, and the interval is as narrow as asked for.',
  noisy: 'The interval did not become as narrow as asked for.',
  disturbed: 'Other programs used the processor in too many windows.',
  throttled: 'The machine slowed itself down in too many windows.',
  incomplete: 'Part of the energy was not metered, so this row is not ranked by energy.',
  estimated: 'Energy is an estimate from processor time, not a measurement.',
  failed: 'It did not run.',
};
