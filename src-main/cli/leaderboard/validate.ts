/** `joulemark leaderboard validate FILE` */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { plain } from '#report/terminal.ts';
import { readLeaderboard } from '#store/leaderboard/reader.ts';
import type { CliContext } from '../context.ts';
import { DONE, FAILED } from '../exit-code.ts';
import { write } from '../output.ts';

export function addValidate(
  leaderboard: Command,
  context: CliContext,
  done: (exitCode: number) => void,
): void {
  leaderboard
    .command('validate <file>')
    .description('check each line; fails when one is not valid')
    .action(async (file: string) => done(await validateLeaderboard(file, context)));
}

/** One line a problem, as compilers write them, and a summary. Fails when a line is not valid. */
async function validateLeaderboard(file: string, { cwd, stdout }: CliContext): Promise<number> {
  const { submissions, problems, duplicates } = await readLeaderboard(resolve(cwd, file));
  const said = [
    ...problems.map(({ lineNumber, reason }) => ({ lineNumber, text: reason })),
    ...duplicates.map(({ lineNumber, firstLineNumber }) => ({
      lineNumber,
      text: `says the same as line ${firstLineNumber}; it counts once`,
    })),
  ].sort((a, b) => a.lineNumber - b.lineNumber);
  const lines = said.map(({ lineNumber, text }) => `${file}:${lineNumber}: ${text}\n`);
  const summary = `${file}: ${submissions.length} valid, ${duplicates.length} repeated, ${problems.length} not valid\n`;
  await write(stdout, plain(lines.join('') + summary));
  return problems.length === 0 ? DONE : FAILED;
}
