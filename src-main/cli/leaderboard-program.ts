/** `joulemark leaderboard …`: each command adds itself. */
import type { Command } from 'commander';
import type { CliContext } from './context.ts';
import { addMerge } from './leaderboard/merge.ts';
import { addRank } from './leaderboard/rank.ts';
import { addSchema } from './leaderboard/schema.ts';
import { addValidate } from './leaderboard/validate.ts';

/** Adds one command below `leaderboard`. `done` is told the exit code. */
export type AddCommand = (
  leaderboard: Command,
  context: CliContext,
  done: (exitCode: number) => void,
) => void;

const COMMANDS: readonly AddCommand[] = [addMerge, addRank, addSchema, addValidate];

export function addLeaderboard(
  program: Command,
  context: CliContext,
  done: (exitCode: number) => void,
): void {
  const leaderboard = program.command('leaderboard').description('shared leaderboard files');
  for (const add of COMMANDS) add(leaderboard, context, done);
}
