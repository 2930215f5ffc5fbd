/** `joulemark leaderboard …`: each command adds itself. */
import type { Command } from 'commander';
import { submissionJsonSchema } from '#core/leaderboard/json-schema.ts';
import { printSchema } from './commands/schema.ts';
import type { CliContext } from './context.ts';
import { addExport } from './leaderboard/export.ts';
import { addRank } from './leaderboard/rank.ts';
import { addValidate } from './leaderboard/validate.ts';

/** Adds one command below `leaderboard`. `done` is told the exit code. */
export type AddCommand = (
  leaderboard: Command,
  context: CliContext,
  done: (exitCode: number) => void,
) => void;

const COMMANDS: readonly AddCommand[] = [addRank, addExport, addValidate, addSchema];

export function addLeaderboard(
  program: Command,
  context: CliContext,
  done: (exitCode: number) => void,
): void {
  const leaderboard = program.command('leaderboard').description('shared leaderboard files');
  for (const add of COMMANDS) add(leaderboard, context, done);
}

function addSchema(leaderboard: Command, context: CliContext, done: (exitCode: number) => void): void {
  leaderboard
    .command('schema')
    .description('print the JSON Schema of a line')
    .action(async () => done(await printSchema(submissionJsonSchema(), context)));
}
