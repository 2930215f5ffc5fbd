/** `joulemark leaderboard validate [--strict] [--base OLDFILE] FILE` */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Fault } from '#core/errors.ts';
import { plain } from '#report/terminal.ts';
import { readLeaderboard } from '#store/leaderboard/reader.ts';
import type { CliContext } from '../context.ts';
import { DONE, FAILED } from '../exit-code.ts';
import { write } from '../output.ts';
import { validateStrictly } from './validate-strictly.ts';

export function addValidate(
  leaderboard: Command,
  context: CliContext,
  done: (exitCode: number) => void,
): void {
  leaderboard
    .command('validate <file>')
    .description('check each line; fails when one is not valid')
    .option('--strict', 'each must be verified, new, and written as this program writes it')
    .option(
      '--base <file>',
      'with --strict: judge only lines that this older file lacks; all of its own must still be there',
    )
    .action(async (file: string, { strict, base }: ValidateOptions) => {
      if (base !== undefined && strict !== true) throw needsStrict();
      done(
        strict === true
          ? await validateStrictly(file, base ?? null, context)
          : await validateLeaderboard(file, context),
      );
    });
}

interface ValidateOptions {
  readonly strict?: true;
  readonly base?: string;
}

function needsStrict(): Fault {
  return new Fault('wrong-usage', '--base goes with --strict: without it, each line is checked by itself', {
    remedy: 'Add --strict, or leave --base out.',
  });
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
