/** `joulemark leaderboard rank FILE` */
import { resolve } from 'node:path';
import { rankBoards, type Board } from '#core/leaderboard/rank.ts';
import { boardsCsv, boardsJson, boardsMarkdown, boardsText } from '#report/board-report.ts';
import { readLeaderboard } from '#store/leaderboard-reader.ts';
import type { CliContext } from '../context.ts';
import { DONE } from '../exit-code.ts';
import { unknownName } from '../option-values.ts';
import { note, widthFor, write } from '../output.ts';

export interface RankOptions {
  readonly model?: readonly string[];
  readonly all?: boolean;
  readonly byPrecision?: boolean;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly md?: boolean;
}

/** Ranks the valid lines; how many are not is said on stderr. */
export async function rankLeaderboard(
  file: string,
  options: RankOptions,
  { cwd, stdout, stderr }: CliContext,
): Promise<number> {
  const { submissions, problems } = await readLeaderboard(resolve(cwd, file));
  const all = submissions.map(({ submission }) => submission);
  const models = [...new Set(all.map(({ configuration }) => configuration.model))].sort();
  for (const name of options.model ?? []) {
    if (!models.includes(name)) throw unknownName('unknown-model', `model in ${file} named`, name, models);
  }
  const chosen = all.filter(({ configuration }) => options.model?.includes(configuration.model) ?? true);
  const boards = rankBoards(chosen, {
    keep: options.all === true ? 'all' : 'newest',
    byPrecision: options.byPrecision === true,
  });
  await write(stdout, textOf(boards, options, widthFor(stdout)));
  if (problems.length > 0) {
    const count = problems.length === 1 ? '1 line is' : `${problems.length} lines are`;
    await note(stderr, `${count} not valid and left out; see: joulemark leaderboard validate ${file}`);
  }
  return DONE;
}

function textOf(boards: readonly Board[], options: RankOptions, width: number | null): string {
  if (options.json === true) return boardsJson(boards);
  if (options.csv === true) return boardsCsv(boards);
  return options.md === true ? boardsMarkdown(boards) : boardsText(boards, width);
}
