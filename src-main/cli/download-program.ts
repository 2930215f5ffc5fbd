/** The command that downloads models, and its options. */
import type { Command } from 'commander';
import { downloadModels, type DownloadOptions } from './commands/models-download.ts';
import type { CliContext } from './context.ts';

/** Adds `download` to the command `models`. */
export function addModelsDownload(
  models: Command,
  context: CliContext,
  done: (exitCode: number) => void,
): void {
  models
    .command('download [ids...]')
    .description('get models from the network; without an id, list them')
    .option('--list', 'list them')
    .option('--precision <name>', 'as the list names it; the others are made here from fp32', 'fp32')
    .option('--manifest <file-or-url>', 'another list in place of the one that comes with Joulemark')
    .option(
      '--import',
      'take it in at once, as "models import" does: it is run once, and bench then knows it',
    )
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Nothing is put into its place before its SHA-256 matches: that of the list, or, where the list has none, that of the
repository's own record at its revision, which is kept so that a later change is refused. An interrupted download
resumes. HTTPS_PROXY, HTTP_PROXY and NO_PROXY are respected.

Examples:
  joulemark models download --list
  joulemark models download all-minilm-l6-v2 --import`,
    )
    .action(async (ids: string[], options: DownloadOptions) =>
      done(await downloadModels(ids, options, context)),
    );
}
