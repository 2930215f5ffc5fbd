/** The command line as a function: arguments in, exit code out. */
import type { CliContext } from './context.ts';
import { DONE, exitCodeOf } from './exit-code.ts';
import { buildProgram } from './program.ts';
import { reportFault } from './report-fault.ts';
import { Printed } from './usage.ts';

/** `args` without the program's own name. Never rejects. */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  let exitCode = DONE;
  try {
    const program = buildProgram(context, (code) => {
      exitCode = code;
    });
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof Printed) return DONE;
    await reportFault(error, context.stderr);
    return exitCodeOf(error);
  }
}
