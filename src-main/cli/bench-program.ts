/** The command that measures, and its options. */
import { Option, type Command } from 'commander';
import { z } from 'zod';
import { PRECISIONS, PROVIDERS, type Provider } from '#core/configuration.ts';
import { PROVIDER_FACTS } from '#core/providers.ts';
import { runRequestSchema } from '#core/run-request.ts';
import type { BenchOptions } from './bench/request.ts';
import { bench } from './commands/bench.ts';
import type { CliContext } from './context.ts';
import { addMeterOptions } from './meter-options.ts';
import { list, numberOf, switches } from './option-values.ts';

export function addBench(program: Command, context: CliContext, done: (exitCode: number) => void): void {
  const { threads, rounds, windowSeconds, timeLimitSeconds, seed, ratePerS } = runRequestSchema.shape;
  const command = program
    .command('bench')
    .description('measure, and rank by joules per inference')
    .option('--quick', 'shorter windows and fewer rounds: wider intervals in less time')
    .addOption(
      new Option('--thorough', 'more rounds: intervals half as wide as usual, in up to two hours').conflicts(
        'quick',
      ),
    )
    .option(
      '--models <names>',
      'only these, with commas between them (joulemark models list), or the groups default, architectures, imported, all',
      list,
    )
    .option(
      '--precisions <names>',
      `of ${PRECISIONS.join(', ')}; int8 stands for all that begin with it`,
      list,
    )
    .option(
      '--providers <names>',
      `of ${PROVIDERS.map(withUnits).join(', ')}; one unit as in webnn:npu or dml:0, the name alone is all of them (default: cpu, and the GPUs and NPUs that "joulemark devices" calls ready, without those of a browser page)`,
      list,
    )
    .option('--no-fallback', 'fail where a node would run on another provider than the chosen one')
    .option(
      '--threads <n>',
      'threads of a session (default: one a core)',
      numberOf(threads, 'a whole number from 1 to 1024'),
    )
    .option('--spinning <on|off>', 'idle threads spin before they sleep: on, off or on,off; cpu', switches)
    .option('--arena <on|off>', 'a session keeps the memory that it freed: on, off or on,off; cpu', switches)
    .option(
      '--memory-limit <GiB>',
      'end a worker that uses more (default: three quarters of the memory)',
      numberOf(MEMORY_LIMIT_GIB, 'GiB from 0.0625 to 65536'),
    )
    .option('--rounds <n>', 'exactly so many rounds', numberOf(rounds, 'a whole number from 2 to 1000'))
    .option('--window-seconds <s>', 'length of a window', numberOf(windowSeconds, 'seconds from 0.1 to 600'))
    .option(
      '--time-limit <s>',
      'stop after this long',
      numberOf(timeLimitSeconds, 'seconds above 0, up to 86400'),
    )
    .option(
      '--seed <n>',
      'order of the rounds (default: by chance)',
      numberOf(seed, 'a whole number from 0 to 4294967295'),
    )
    .option(
      '--rate <n>',
      'so many inferences a second, as a camera has them, in place of back to back',
      numberOf(ratePerS, 'inferences a second from 0.01 to 10000'),
    )
    .option('--json <file>', 'write the record to this file; - is stdout, in place of the table')
    .option('--csv <file>', 'the rows as CSV; - as above')
    .option('--md <file>', 'the ranking as Markdown; - as above')
    .option('--html <file>', 'the run as one page that needs nothing else; - as above')
    .option(
      '--submit <file>',
      'append the results to this leaderboard file, signed by the key of this installation; the exact lines are shown and asked for first',
    )
    .option('--yes', 'with --submit: the lines are shown, and written without a question')
    .option('--unsigned', 'with --submit: without a signature');
  addMeterOptions(command)
    .addHelpText('after', HELP)
    .action(async (options: BenchOptions) => done(await bench(options, context)));
}

const MEMORY_LIMIT_GIB = z.number().min(0.0625).max(65_536);

/** E.g. `webnn[:cpu|gpu|npu]`. */
function withUnits(provider: Provider): string {
  const units = Object.keys(PROVIDER_FACTS[provider].units);
  return units.length === 0 ? provider : `${provider}[:${units.join('|')}]`;
}

const HELP = `
Providers:
${PROVIDERS.map((name) => `  ${name.padEnd(12)}${PROVIDER_FACTS[name].title}`).join('\n')}

Pages of a browser are opened in a hidden Electron: JOULEMARK_ELECTRON names its executable, and
JOULEMARK_ELECTRON_ARGS more arguments for it, as a JSON list.

Where nobody can be asked (no terminal), --submit needs --yes, and says so before anything is measured. Where
the answer is no, nothing is submitted and the exit code is 1; the record is kept.

Results go to stdout, progress to stderr. Ctrl-C stops after the finished rounds; again, at once. Each run is kept in the history.

Examples:
  joulemark bench --quick --models pp-ocrv4-rec,silero-vad --precisions fp32,int8
  joulemark bench --providers cpu,webgpu,wasm --no-fallback
  joulemark bench --providers cpu --spinning on,off
  joulemark bench --thorough --models silero-vad
  joulemark bench --threads 1 --rounds 10 --json run.json --csv run.csv
  joulemark bench --submit board.jsonl --yes`;
