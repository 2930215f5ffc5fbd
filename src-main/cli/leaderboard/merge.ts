/** `joulemark leaderboard merge FILE… -o FILE` */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { mergeNotes } from '#report/merge-report.ts';
import { findConflictCopies, type ConflictCopy } from '#store/leaderboard/merge/conflict-copies.ts';
import { mergeIntoFile, mergeToSink } from '#store/leaderboard/merge/merge-files.ts';
import type { CliContext } from '../context.ts';
import { DONE } from '../exit-code.ts';
import { note, write } from '../output.ts';

interface MergeOptions {
  readonly output?: string;
  readonly conflictCopies?: boolean;
}

export function addMerge(leaderboard: Command, context: CliContext, done: (exitCode: number) => void): void {
  leaderboard
    .command('merge <files...>')
    .description('join leaderboards: every line of any of them, each once, in the order of time')
    .option('-o, --output <file>', 'write to this file, whose own lines are kept (default: to stdout)')
    .option('--conflict-copies', 'also the copies that sync tools left beside the files')
    .addHelpText('after', HELP)
    .action(async (files: readonly string[], options: MergeOptions) =>
      done(await mergeLeaderboards(files, options, context)),
    );
}

const HELP = `
The result has the same bytes whatever the order of the files, and however often it is merged again. Lines that cannot be
read are kept; CRLF, byte order marks, blank lines and git's conflict markers are not.

As git's merge driver, so that two branches that add lines never conflict:
  echo '*.jsonl merge=joulemark -text' >> .gitattributes
  git config merge.joulemark.driver "joulemark leaderboard merge %A %B -o %A"`;

/** The result is the same whatever the order of the files, so this also serves git as a merge driver. */
async function mergeLeaderboards(
  files: readonly string[],
  { output, conflictCopies = false }: MergeOptions,
  { cwd, stdout, stderr }: CliContext,
): Promise<number> {
  const boards = files.map((file) => resolve(cwd, file));
  const copies: ConflictCopy[] = [];
  if (conflictCopies) for (const board of boards) copies.push(...(await findConflictCopies(board)));
  const all = [...boards, ...copies.filter(({ isCopy }) => isCopy).map(({ path }) => path)];
  const report =
    output === undefined
      ? await mergeToSink(all, (bytes) => write(stdout, bytes))
      : await mergeIntoFile(all, resolve(cwd, output));
  const found = conflictCopies ? copies : null;
  for (const line of mergeNotes(report, found, output ?? null)) await note(stderr, line);
  return DONE;
}
