/** `joulemark leaderboard rank FILE|GLOB|URL|DIR…` */
import type { Command } from 'commander';
import type { Board } from '#core/leaderboard/rank.ts';
import { boardsJson, boardsText } from '#report/board-report.ts';
import { boardText } from '#runner/leaderboard/board-text.ts';
import { judgingHere } from '#runner/leaderboard/judging.ts';
import { rankBoard } from '#store/leaderboard/query/rank-board.ts';
import { withSources } from '#store/leaderboard/sources/open-sources.ts';
import type { CliContext } from '../context.ts';
import { DONE } from '../exit-code.ts';
import { note, widthFor, write } from '../output.ts';
import { leftOutNotes } from './left-out.ts';
import { addRankOptions, boardLimitOf, filterOf, rankOptionsOf, type GivenOptions } from './rank-options.ts';

const EXPLAINED = `
SOURCE is a file, a folder (all .jsonl, .ndjson, .json and .parquet below it), a pattern such as "boards/**/*.jsonl", or
an http(s) address. Every entry that is shown has been verified by itself: altered and implausible lines are left out,
and revoked ones. Windows that several submissions share are found by "joulemark leaderboard verify".
Memory stays below 1 GB whatever the size of the sources; with --top all it grows by some kilobytes an entry.`;

export function addRank(leaderboard: Command, context: CliContext, done: (exitCode: number) => void): void {
  addRankOptions(leaderboard.command('rank <sources...>'))
    .description('rank the submissions that can be compared')
    .addHelpText('after', EXPLAINED)
    .action(async (names: string[], given: GivenOptions) =>
      done(await rankLeaderboard(names, given, context)),
    );
}

async function rankLeaderboard(
  names: readonly string[],
  given: GivenOptions,
  context: CliContext,
): Promise<number> {
  const { cwd, env, stdout, stderr } = context;
  const { cacheDir, dataDir } = context.findPlaces(env);
  // Before anything is read: a mistyped word must not cost a minute.
  const filter = filterOf(given);
  const judging = await judgingHere(dataDir);
  await withSources({ names, cwd, env, cacheDir }, async (sources) => {
    const ranking = await rankBoard({
      files: sources,
      options: rankOptionsOf(given),
      filter,
      boards: boardLimitOf(given),
      ...judging,
      cacheDir,
    });
    await write(stdout, await textOf(ranking.boards, given, names, widthFor(stdout)));
    for (const sentence of leftOutNotes(ranking, names, sources.nameOf)) await note(stderr, sentence);
  });
  return DONE;
}

async function textOf(
  boards: readonly Board[],
  given: GivenOptions,
  names: readonly string[],
  width: number | null,
): Promise<string> {
  if (given.json === true) return boardsJson(boards);
  const format = FORMATS.find((each) => given[each] === true);
  return format === undefined ? boardsText(boards, width) : boardText(boards, format, names);
}

const FORMATS = ['csv', 'md', 'html'] as const;
