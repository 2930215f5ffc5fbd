/** `joulemark leaderboard rank FILE|GLOB|URL|DIR…` */
import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Board } from '#core/leaderboard/rank.ts';
import { nameOfKey } from '#core/leaderboard/trusted.ts';
import { boardsCsv, boardsJson, boardsMarkdown, boardsText } from '#report/board-report.ts';
import { isSignature } from '#store/keys/ed25519.ts';
import { readTrustedKeys } from '#store/keys/trusted-keys.ts';
import { rankBoard } from '#store/leaderboard/query/rank-board.ts';
import { isAddress, shownAddress } from '#store/leaderboard/sources/fetch-board.ts';
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
  const trusted = await readTrustedKeys(dataDir);
  await withSources({ names, cwd, env, cacheDir }, async (sources) => {
    const ranking = await rankBoard({
      files: sources,
      options: rankOptionsOf(given),
      filter,
      boards: boardLimitOf(given),
      isSignature,
      nameOf: (publicKey) => nameOfKey(trusted, publicKey),
      now: new Date(),
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
  if (given.csv === true) return boardsCsv(boards);
  if (given.html === true) return htmlOf(boards, names);
  return given.md === true ? boardsMarkdown(boards) : boardsText(boards, width);
}

/** The page travels: it names files without their folders, and addresses without what may be a password. */
async function htmlOf(boards: readonly Board[], names: readonly string[]): Promise<string> {
  // Loaded here, since it draws plots: no other command waits for what does that.
  const { boardsHtml } = await import('#report/board-html/boards-html.ts');
  const generatedFrom = names
    .map((name) => (isAddress(name) ? shownAddress(name) : basename(name)))
    .join(', ');
  return boardsHtml(boards, {
    title: 'Joulemark leaderboard',
    generatedFrom,
    generatedAt: new Date().toISOString(),
  });
}
