/** Leaderboard rankings as text for people and programs. */
import type { Board } from '#core/leaderboard/rank.ts';
import { ENTRY_CSV, narrowColumns, wideColumns, type EntryColumn } from './board-columns.ts';
import { csv } from './csv.ts';
import { markdownTable, markdownText } from './markdown.ts';
import { terminalTable, widthOf, wrap } from './terminal.ts';

const RULE =
  'Same rank: the 95 % interval reaches down to that of the entry that leads the rank. Boards differ in model, ' +
  'tier, energy domains, scenario, batch or method, and are not compared. Degraded entries answer too differently from fp32: ' +
  'they stand behind all that hold.';

/** `width`: columns of the terminal; null: as wide as it gets. */
export function boardsText(boards: readonly Board[], width: number | null): string {
  if (boards.length === 0) return 'There is no submission to rank.\n';
  const parts = boards.map((board) => `${wrap(boardTitle(board), width)}\n${boardTable(board, width)}\n`);
  return `${parts.join('\n')}\n${wrap(RULE, width)}\n`;
}

function boardTable(board: Board, width: number | null): string {
  const draw = (columns: readonly EntryColumn[]) =>
    terminalTable(
      columns,
      board.entries.map((entry) => columns.map(({ text }) => text(entry))),
    );
  const isMixed = board.tier === null;
  const wide = draw(wideColumns(isMixed));
  return width === null || widthOf(wide) <= width ? wide : draw(narrowColumns(isMixed));
}

function boardTitle(board: Board): string {
  const { scenario, precision } = board;
  const pace = scenario.kind === 'fixed-rate' ? `${scenario.ratePerS} inferences a second` : scenario.kind;
  return (
    `${board.model}${precision === null ? '' : ` ${precision}`} (${board.modelSha256.slice(0, 12)}), ${board.tier === null ? 'all tiers' : `tier ${board.tier}`}, ` +
    `${board.domains.join(' + ')}, ${pace}, batch ${board.batch}, method ${board.methodVersion}${workText(board)}${countText(board)}`
  );
}

/** Nothing where all are shown. */
function countText({ entries, counts }: Board): string {
  return entries.length < counts.entries ? `; the first ${entries.length} of ${counts.entries} entries` : '';
}

/** What all entries of a board share, since they share the model. */
function workText({ entries }: Board): string {
  const { work, modelKind } = entries[0]?.submission.configuration ?? {};
  const tokens = work?.unit === 'token' ? `, ${work.perInference} tokens an inference` : '';
  return `${tokens}${modelKind === 'architecture' ? ', synthetic weights' : ''}`;
}

export function boardsMarkdown(boards: readonly Board[]): string {
  const parts = boards.map((board) => {
    const columns = wideColumns(board.tier === null);
    const table = markdownTable(
      columns,
      board.entries.map((entry) => columns.map(({ text }) => text(entry))),
    );
    return `### ${markdownText(boardTitle(board))}\n\n${table}\n`;
  });
  return boards.length === 0
    ? 'There is no submission to rank.\n'
    : `${parts.join('')}${markdownText(RULE)}\n`;
}

export function boardsCsv(boards: readonly Board[]): string {
  const records = boards.flatMap((board) =>
    board.entries.map((entry) => ENTRY_CSV.map(([, cell]) => cell(entry, board))),
  );
  return csv(
    ENTRY_CSV.map(([head]) => head),
    records,
  );
}

/** Without the raw windows and the latency sketch: they are in the leaderboard's lines, by id. */
export function boardsJson(boards: readonly Board[]): string {
  const flat = boards.map((board) => ({
    ...board,
    entries: board.entries.map(({ submission, ...place }) => ({ ...place, ...submission })),
  }));
  return `${JSON.stringify({ schema: 'joulemark.ranking/1', boards: flat }, null, 1)}\n`;
}
