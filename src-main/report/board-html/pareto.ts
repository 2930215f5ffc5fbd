/** The entries of a board as points of its plot. */
import type { BoardEntry } from '#core/leaderboard/rank.ts';
import type { ParetoPoint } from '#core/ranking/frontier.ts';

/** Its energy is net. */
export interface Point extends ParetoPoint {
  readonly entry: BoardEntry;
}

export function pointsOf(entries: readonly BoardEntry[]): Point[] {
  return entries.map((entry) => {
    const { netJ, latencyMs } = entry.submission.results;
    return { entry, medianMs: latencyMs.median, energyMj: netJ * 1000, degraded: entry.degraded };
  });
}
