/** `joulemark leaderboard schema` */
import type { Command } from 'commander';
import { revocationJsonSchema, submissionJsonSchema } from '#core/leaderboard/json-schema.ts';
import { printSchema } from '../commands/schema.ts';
import type { CliContext } from '../context.ts';

export function addSchema(leaderboard: Command, context: CliContext, done: (exitCode: number) => void): void {
  leaderboard
    .command('schema')
    .description('print the JSON Schema of a line')
    .option('--revocation', 'that of a line which takes a submission back')
    .action(async ({ revocation = false }: { readonly revocation?: boolean }) =>
      done(await printSchema(revocation ? revocationJsonSchema() : submissionJsonSchema(), context)),
    );
}
