/** The commands and their options. */
import { Command } from 'commander';
import { z } from 'zod';
import { recordJsonSchema } from '#core/record/json-schema.ts';
import { addBench } from './bench-program.ts';
import { listMeters, recordMeterTrace, type MetersOptions, type RecordOptions } from './commands/meters.ts';
import { printSchema } from './commands/schema.ts';
import { submit, type SubmitOptions } from './commands/submit.ts';
import type { CliContext } from './context.ts';
import { addDeviceChanges } from './devices-changes-program.ts';
import { addDevices } from './devices-program.ts';
import { addMeterOptions } from './meter-options.ts';
import { addLeaderboard } from './leaderboard-program.ts';
import { addModels } from './models-program.ts';
import { numberOf } from './option-values.ts';
import { throwFaults } from './usage.ts';

/** `done` is told the exit code of the command that ran. */
export function buildProgram(context: CliContext, done: (exitCode: number) => void): Command {
  const program = new Command('joulemark')
    .description('Which model, precision and device gives this answer for the fewest joules?')
    .version(context.findPlaces(context.env).version, '-V, --version', 'print the version')
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      // The fault says it, with the nearest valid word.
      outputError: () => undefined,
    })
    .addHelpText('after', EXAMPLES);
  addBench(program, context, done);
  addLeaderboard(program, context, done);
  addRecords(program, context, done);
  addModels(program, context, done);
  addMeters(program, context, done);
  addDeviceChanges(addDevices(program, context, done), context, done);
  throwFaults(program);
  return program;
}

const EXAMPLES = `
Examples:
  joulemark bench --quick                      rank all models in some minutes
  joulemark bench --models silero-vad --json - | jq .rows
  joulemark bench --submit board.jsonl         measure, and append to a leaderboard
  joulemark leaderboard rank board.jsonl --md
  joulemark models import my-model.onnx        take a model of your own into the list

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
Environment: JOULEMARK_DATA and JOULEMARK_CACHE replace the folders of data and cache; JOULEMARK_SYSFS,
JOULEMARK_REPLAY and JOULEMARK_PLUG stand for --sysfs-root, --replay and --plug.`;

function addRecords(program: Command, context: CliContext, done: (exitCode: number) => void): void {
  program
    .command('submit <record> <file>')
    .description('append a run of the history (its id) or of a file to a leaderboard file')
    .option('--dry-run', 'print the lines to stdout, and write nothing to the file')
    .option('--yes', 'show the lines, and write them without a question')
    .option('--unsigned', 'without a signature by the key of this installation')
    .addHelpText('after', SUBMIT_HELP)
    .action(async (record: string, file: string, options: SubmitOptions) =>
      done(await submit(record, file, options, context)),
    );
  program
    .command('record')
    .description('about the files of the history')
    .command('schema')
    .description('print the JSON Schema of a record')
    .action(async () => done(await printSchema(recordJsonSchema(), context)));
}

const SUBMIT_HELP = `
The exact lines are shown on stderr and asked for before they are written. Where nobody can be asked (no
terminal), --yes is needed. Where the answer is no, nothing is written and the exit code is 1.`;

function addMeters(program: Command, context: CliContext, done: (exitCode: number) => void): void {
  const meters = addMeterOptions(program.command('meters'))
    .description(
      'the power meters of this machine: what each covers and shows, or why not and how to mend it',
    )
    .option('--json', 'as JSON')
    .action(async (options: MetersOptions) => done(await listMeters(options, context)));
  meters
    .command('record <file>')
    .description('write what a meter shows to a trace that bench --replay plays')
    .option('--meter <id>', 'which one (default: the most trusted)')
    .option('--seconds <s>', 'for so long', numberOf(TRACE_SECONDS, 'seconds from 1 to 86400'), 60)
    // Options of the meters that stand before the word record count, too.
    .action(async (file: string, _own: object, command: Command) =>
      done(await recordMeterTrace(file, command.optsWithGlobals<RecordOptions>(), context)),
    );
}

const TRACE_SECONDS = z.number().min(1).max(86_400);
