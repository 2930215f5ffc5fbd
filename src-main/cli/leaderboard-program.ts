/** `joulemark leaderboard …`: each command adds itself. */
import type { Command } from 'commander';
import type { CliContext } from './context.ts';
import { addExport } from './leaderboard/export.ts';
import { addKey } from './leaderboard/key.ts';
import { addMerge } from './leaderboard/merge.ts';
import { addRank } from './leaderboard/rank.ts';
import { addRevoke } from './leaderboard/revoke.ts';
import { addSchema } from './leaderboard/schema.ts';
import { addTrust } from './leaderboard/trust.ts';
import { addValidate } from './leaderboard/validate.ts';
import { addVerify } from './leaderboard/verify.ts';

/** Adds one command below `leaderboard`. `done` is told the exit code. */
export type AddCommand = (
  leaderboard: Command,
  context: CliContext,
  done: (exitCode: number) => void,
) => void;

const COMMANDS: readonly AddCommand[] = [
  addRank,
  addVerify,
  addValidate,
  addMerge,
  addExport,
  addRevoke,
  addKey,
  addTrust,
  addSchema,
];

export function addLeaderboard(
  program: Command,
  context: CliContext,
  done: (exitCode: number) => void,
): void {
  const leaderboard = program.command('leaderboard').description('shared leaderboard files');
  for (const add of COMMANDS) add(leaderboard, context, done);
}
