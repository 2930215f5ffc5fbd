/** What a ranking does not show, in a sentence or two for stderr. */
import type { Ranking } from '#store/leaderboard/query/rank-board.ts';

/** `names`: as the person named the leaderboard. `nameOf`: a file's path as people know it. */
export function leftOutNotes(
  ranking: Ranking,
  names: readonly string[],
  nameOf: (path: string) => string,
): string[] {
  const file = names.length === 1 ? (names[0] ?? 'FILE') : 'FILE';
  return [...unreadableNote(ranking, file, nameOf), ...droppedNote(ranking, file), ...shortenedNote(ranking)];
}

function unreadableNote(
  { unreadable, problems }: Ranking,
  file: string,
  nameOf: (path: string) => string,
): string[] {
  if (unreadable === 0) return [];
  const count = unreadable === 1 ? '1 line is' : `${unreadable} lines are`;
  const named = problems.map(({ path, lineNumber, reason }) => `${nameOf(path)}:${lineNumber}: ${reason}`);
  const more = unreadable > problems.length ? '; …' : '';
  return [
    `${count} not valid and left out (${named.join('; ')}${more}); see: joulemark leaderboard validate ${file}`,
  ];
}

function droppedNote({ dropped, isCut }: Ranking, file: string): string[] {
  const { altered = 0, implausible = 0, unreadable = 0, revoked = 0 } = dropped;
  const counts = { altered, implausible, unreadable, revoked };
  const said = Object.entries(counts).flatMap(([name, count]) => (count === 0 ? [] : [`${count} ${name}`]));
  if (said.length === 0) return [];
  const total = altered + implausible + unreadable + revoked;
  const cut = isCut ? ' The search ended there: some boards may lack entries.' : '';
  const lines = total === 1 ? 'a line that would be' : `${total} lines that would be`;
  return [
    `Left out ${lines} among those shown: ${said.join(', ')}; see: joulemark leaderboard verify ${file}.${cut}`,
  ];
}

function shortenedNote({ boards, boardCount }: Ranking): string[] {
  const shortened = boards.filter(({ entries, counts }) => entries.length < counts.entries).length;
  const said = [
    ...(boards.length < boardCount ? [`${boards.length} of ${boardCount} boards (all: --boards all)`] : []),
    ...(shortened > 0
      ? [
          `the first entries of ${shortened === 1 ? '1 board' : `${shortened} boards`} (more: --top N, all: --top all)`,
        ]
      : []),
  ];
  return said.length === 0 ? [] : [`Shown: ${said.join(', and ')}.`];
}
