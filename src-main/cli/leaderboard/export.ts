/** `joulemark leaderboard export --parquet DIR FILE…` */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exportBoard } from '#store/leaderboard/query/export-board.ts';
import { withSources } from '#store/leaderboard/sources/open-sources.ts';
import type { CliContext } from '../context.ts';
import { DONE } from '../exit-code.ts';
import { note } from '../output.ts';

const EXPLAINED = `
Writes DIR/methodVersion=N/model=NAME/part-N.parquet with typed columns and the whole line in the column "line", so that
nothing of a submission is lost: "leaderboard rank DIR" gives the same ranking, in less time. DuckDB, Spark and Trino read
the folder as it is. DIR appears when it is whole, and must not hold anything before.`;

export function addExport(leaderboard: Command, context: CliContext, done: (exitCode: number) => void): void {
  leaderboard
    .command('export <sources...>')
    .description('the same board as Parquet files, for large boards and other tools')
    .requiredOption('--parquet <dir>', 'a new folder')
    .addHelpText('after', EXPLAINED)
    .action(async (names: string[], { parquet }: { parquet: string }) =>
      done(await exportLeaderboard(names, parquet, context)),
    );
}

async function exportLeaderboard(
  names: readonly string[],
  parquet: string,
  context: CliContext,
): Promise<number> {
  const { cwd, env, stderr } = context;
  const { cacheDir } = context.findPlaces(env);
  await withSources({ names, cwd, env, cacheDir }, async (files) => {
    const target = resolve(cwd, parquet);
    const {
      submissions,
      revocations,
      leftOut,
      files: count,
    } = await exportBoard({ files, target, cacheDir });
    const revoking = revocations === 0 ? '' : ` and ${revocations} revocations`;
    const also = leftOut === 0 ? '' : `; ${leftOut} lines are not valid and stay where they are`;
    await note(stderr, `Wrote ${submissions} submissions${revoking} to ${count} files in ${parquet}${also}.`);
  });
  return DONE;
}
