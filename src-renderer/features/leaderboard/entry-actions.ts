import type { BoardEntry } from '#core/leaderboard/rank.ts';

/** What can be done with an entry. */
export interface EntryActions {
  /** Whether it is on the clipboard. */
  copyLine(entry: BoardEntry): Promise<boolean>;
  /** null: this board cannot be written to. */
  readonly revoke: ((entry: BoardEntry) => void) | null;
}
