/** `joulemark leaderboard rank FILE` */
import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { listed, rankBoards, type Board, type CheckedLine } from '#core/leaderboard/rank.ts';
import type { Submission } from '#core/leaderboard/schema.ts';
import { boardsCsv, boardsJson, boardsMarkdown, boardsText } from '#report/board-report.ts';
import { readLeaderboard } from '#store/leaderboard/reader.ts';
import type { CliContext } from '../context.ts';
import { DONE } from '../exit-code.ts';
import { list, unknownName } from '../option-values.ts';
import { note, widthFor, write } from '../output.ts';

interface RankOptions {
  readonly model?: readonly string[];
  readonly all?: boolean;
  readonly byPrecision?: boolean;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly md?: boolean;
}

export function addRank(leaderboard: Command, context: CliContext, done: (exitCode: number) => void): void {
  leaderboard
    .command('rank <file>')
    .description('rank the submissions that can be compared')
    .option('--model <names>', 'only these, with commas between them', list)
    .option('--all', 'every run of a device and configuration, not only the newest')
    .option('--by-precision', 'a board of its own for each precision')
    .addOption(new Option('--json', 'as JSON').conflicts(['csv', 'md']))
    .addOption(new Option('--csv', 'as CSV').conflicts('md'))
    .option('--md', 'as Markdown')
    .action(async (file: string, options: RankOptions) =>
      done(await rankLeaderboard(file, options, context)),
    );
}

/** Ranks the valid lines; how many are not is said on stderr. */
async function rankLeaderboard(
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
  const boards = rankBoards(chosen.map(unchecked), {
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

function unchecked(submission: Submission): CheckedLine {
  return {
    submission: listed(submission),
    check: { state: 'unsigned', reasons: [], signedBy: null },
    signedByName: null,
  };
}
