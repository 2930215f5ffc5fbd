/** Runs the command line in this process, and ends it. */
import type { CliContext } from './context.ts';
import { isReaderGone } from './output.ts';
import { runCli } from './run-cli.ts';

export async function startCli(context: CliContext): Promise<never> {
  // A reader that goes away before the end (`| head`) is an event of the stream, not only of a write.
  for (const stream of [context.stdout, context.stderr]) {
    stream.on('error', (error) => {
      if (!isReaderGone(error)) throw error;
    });
  }
  const exitCode = await runCli(process.argv.slice(2), context);
  // All output has been handed over by now; a worker that hangs must not keep the terminal.
  process.exit(exitCode);
}
