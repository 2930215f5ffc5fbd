/** The files that were opened last, for the menu. */
import { basename } from 'node:path';
import { isAddress, shownAddress } from '#store/leaderboard/sources/fetch-board.ts';
import type { Settings } from './settings.ts';

export interface RecentFile {
  readonly name: string;
  /** Path, or the address of a board. */
  readonly path: string;
}

/** Records first, then boards, each the one opened last first. */
export function recentFiles({ recentRecords, recentBoards }: Settings): RecentFile[] {
  return [...recentRecords, ...recentBoards].map((path) => ({
    path,
    name: isAddress(path) ? shownAddress(path) : basename(path),
  }));
}
