import type { BoardEntry } from '#core/leaderboard/rank.ts';

/** What can be done with an entry. */
export interface EntryActions {
  copyLine(entry: BoardEntry): void;
  /** null: this board cannot be written to. */
  readonly revoke: ((entry: BoardEntry) => void) | null;
}
