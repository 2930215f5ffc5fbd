/** `npm run stress`: see scripts/stress.mjs. The first argument is the built test/support/append-process.ts. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { appendLines } from '#store/leaderboard/append.ts';
import { sampleLines } from '#test/support/sample-lines.ts';
import { judge } from './judge.ts';
import { torture } from './torture.ts';

const USAGE = `Usage: npm run stress -- [options]

Lets many processes append to one leaderboard file at once, kills some of them, and checks that nothing
that was acknowledged is missing. The file is removed afterwards, unless something was wrong with it.

  --processes N     at once (default 16)
  --submissions N   of each (default 200)
  --kills N         times that one is killed with -9, or, one time in ten, all (default 60)
  --seed N          chooses whom and when (default: drawn, and printed)
  --folder DIR      where the file is made, e.g. on a network share (default: the temporary folder)
`;

const NUMBERS = { processes: 16, submissions: 200, kills: 60 };
const STALE_MS = 2000;

function parse(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      help: { type: 'boolean' },
      processes: { type: 'string', default: String(NUMBERS.processes) },
      submissions: { type: 'string', default: String(NUMBERS.submissions) },
      kills: { type: 'string', default: String(NUMBERS.kills) },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
      folder: { type: 'string', default: tmpdir() },
    },
  });
  const number = (name: 'processes' | 'submissions' | 'kills' | 'seed', least: number) => {
    const value = Number(values[name]);
    if (!/^\d+$/.test(values[name]) || value < least || value > 2 ** 32 - 1) {
      throw new RangeError(`--${name} takes a whole number from ${least}, not "${values[name]}"`);
    }
    return value;
  };
  return {
    help: values.help === true,
    folder: values.folder,
    processes: number('processes', 1),
    submissions: number('submissions', 1),
    kills: number('kills', 0),
    seed: number('seed', 0),
  };
}

async function main([program = '', ...args]: string[]): Promise<number> {
  const { help, folder: parent, ...asked } = parse(args);
  if (help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const folder = await mkdtemp(join(parent, 'joulemark-stress-'));
  const file = join(folder, 'board.jsonl');
  const { processes, submissions, kills, seed } = asked;
  process.stdout.write(
    `${processes} processes × ${submissions} submissions, ${kills} kills, seed ${seed}, ${file}, ` +
      `${availableParallelism()} processors\n`,
  );
  const options = { ...asked, program, file, staleMs: STALE_MS };
  const outcome = await torture(options);
  // Whoever died last may have left a torn line or the lock: the next one must come through all the same.
  const [last] = sampleLines(processes + 1, 1);
  await appendLines(file, [last!], { staleMs: STALE_MS, waitMs: 30_000 });
  const verdict = await judge(
    { ...options, processes: processes + 1 },
    {
      ...outcome,
      acknowledged: [...outcome.acknowledged, last!.id],
      // Of its lines only the one above was written.
      abandoned: [...outcome.abandoned, processes + 1],
    },
  );
  const breaches = [...verdict.breaches];
  if (existsSync(`${file}.lock`)) breaches.push('the lock was left behind');
  process.stdout.write(
    `${outcome.seconds.toFixed(1)} s: ${outcome.killed} killed, ${outcome.restarted} of them started again; ` +
      `${outcome.acknowledged.length + 1} acknowledged, ${verdict.rows} rows in ${verdict.lines} lines ` +
      `(${verdict.unacknowledged} whole but not acknowledged, ${verdict.repeated} repeated, ${verdict.torn} torn)\n`,
  );
  for (const breach of breaches) process.stdout.write(`BREACH: ${breach}\n`);
  if (breaches.length > 0) {
    process.stdout.write(`The file is kept: ${file}\n`);
    return 1;
  }
  await rm(folder, { recursive: true });
  process.stdout.write('Every acknowledged submission is one row; nothing else is in the file.\n');
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof RangeError || (error instanceof TypeError && 'code' in error);
  if (!isUsage) throw error;
  process.stderr.write(`stress: ${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
