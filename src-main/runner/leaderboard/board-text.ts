/** Boards as text for a file. */
import { basename } from 'node:path';
import type { Board } from '#core/leaderboard/rank.ts';
import { boardsCsv, boardsMarkdown } from '#report/board-report.ts';
import { isAddress, shownAddress } from '#store/leaderboard/sources/fetch-board.ts';

export type BoardFormat = 'csv' | 'md' | 'html';

/** `names`: as the person named the leaderboard. */
export async function boardText(
  boards: readonly Board[],
  format: BoardFormat,
  names: readonly string[],
): Promise<string> {
  if (format === 'csv') return boardsCsv(boards);
  return format === 'md' ? boardsMarkdown(boards) : htmlOf(boards, names);
}

async function htmlOf(boards: readonly Board[], names: readonly string[]): Promise<string> {
  // Loaded here, since it draws plots: no other command waits for what does that.
  const { boardsHtml } = await import('#report/board-html/boards-html.ts');
  const generatedFrom = names.map(travellingName).join(', ');
  return boardsHtml(boards, {
    title: 'Joulemark leaderboard',
    generatedFrom,
    generatedAt: new Date().toISOString(),
  });
}

/** For what leaves this machine or stands on a screen: no folder, and nothing of an address that may be a password. */
export function travellingName(name: string): string {
  return isAddress(name) ? shownAddress(name) : basename(name);
}
