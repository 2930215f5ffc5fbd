/** Writes a board of made submissions; see test/support/made-board/. With `--jobs 2` a second thread makes every other block. */
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { blockCount, boardBlock } from '#test/support/made-board/board.ts';
import { extrasOf } from '#test/support/made-board/extras.ts';
import { DEFAULT_BOARD, type BoardOptions } from '#test/support/made-board/options.ts';

const USAGE = `Usage: node scripts/make-board.mjs --count N --out FILE [options]

Writes a leaderboard file of N made submissions. The same options make the same bytes.

  --count N       submissions
  --out FILE      where to; an existing file is replaced
  --seed N        0 … 4294967295 (default ${DEFAULT_BOARD.seed})
  --devices N     machines that submit (default ${DEFAULT_BOARD.devices})
  --models N      models (default ${DEFAULT_BOARD.models})
  --signed        each machine signs with a made key of its own
  --revoked N     lines that take a submission back, on top (needs --signed)
  --damaged N     lines that no reader accepts, on top
  --jobs N        threads, 1 or 2 (default 1)
`;

const NUMBERS = ['count', 'seed', 'devices', 'models', 'revoked', 'damaged', 'jobs'] as const;

interface Asked {
  readonly options: BoardOptions;
  readonly out: string;
  readonly jobs: number;
}

/** Throws `RangeError` or what `parseArgs` throws, with a sentence for people. */
function parse(args: string[]): Asked | null {
  const { values } = parseArgs({
    args,
    options: {
      help: { type: 'boolean' },
      out: { type: 'string' },
      signed: { type: 'boolean' },
      count: { type: 'string' },
      seed: { type: 'string' },
      devices: { type: 'string' },
      models: { type: 'string' },
      revoked: { type: 'string' },
      damaged: { type: 'string' },
      jobs: { type: 'string' },
    },
  });
  if (values.help === true) return null;
  if (values.out === undefined || values.count === undefined)
    throw new RangeError('--count and --out are needed');
  const least = { count: 1, seed: 0, devices: 1, models: 1, revoked: 0, damaged: 0, jobs: 1 };
  const most = { seed: 2 ** 32 - 1, jobs: 2 } as Partial<typeof least>;
  const numbers: Partial<Record<(typeof NUMBERS)[number], number>> = {};
  for (const name of NUMBERS) {
    const text = values[name];
    if (text === undefined) continue;
    const value = Number(text);
    const highest = most[name] ?? Number.MAX_SAFE_INTEGER;
    if (!/^\d+$/.test(text) || value < least[name] || value > highest) {
      const upTo = most[name] === undefined ? '' : ` to ${highest}`;
      throw new RangeError(`--${name} takes a whole number from ${least[name]}${upTo}, not "${text}"`);
    }
    numbers[name] = value;
  }
  const { jobs = 1, ...given } = numbers;
  return { options: { ...DEFAULT_BOARD, ...given, signed: values.signed === true }, out: values.out, jobs };
}

/** Block by block, in order. The blocks with an odd number come from the second thread, where there is one. */
async function* blocks({ options, jobs }: Asked): AsyncGenerator<string | Uint8Array> {
  const extras = extrasOf(options);
  const helper = jobs > 1 ? new Worker(new URL(import.meta.url), { workerData: options }) : null;
  const ask = async (block: number): Promise<Uint8Array> => {
    helper?.postMessage(block);
    // Rejects where the thread fails.
    const [made] = (await once(helper as Worker, 'message')) as [Uint8Array];
    return made;
  };
  try {
    for (let block = 0; block < blockCount(options); block += 2) {
      const hasNext = block + 1 < blockCount(options);
      const other = helper !== null && hasNext ? ask(block + 1) : null;
      yield boardBlock(options, extras, block);
      if (other !== null) yield await other;
      else if (hasNext) yield boardBlock(options, extras, block + 1);
    }
  } finally {
    await helper?.terminate();
  }
}

async function write(asked: Asked): Promise<void> {
  const startMs = performance.now();
  const file = await open(asked.out, 'w');
  let bytes = 0;
  try {
    for await (const block of blocks(asked)) {
      const buffer = typeof block === 'string' ? Buffer.from(block) : block;
      await file.writeFile(buffer);
      bytes += buffer.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  const { count, damaged, revoked } = asked.options;
  const lines = count + damaged + revoked;
  const seconds = (performance.now() - startMs) / 1000;
  process.stderr.write(
    `${asked.out}: ${lines} lines, ${bytes} bytes (${Math.round(bytes / lines)} a line), in ${seconds.toFixed(1)} s\n`,
  );
}

async function main(): Promise<number> {
  try {
    const asked = parse(process.argv.slice(2));
    if (asked === null) process.stdout.write(USAGE);
    else await write(asked);
    return 0;
  } catch (error) {
    if (
      !(error instanceof RangeError || error instanceof TypeError) &&
      !(error instanceof Error && 'code' in error)
    )
      throw error;
    process.stderr.write(`make-board: ${error.message}\n\n${USAGE}`);
    return 2;
  }
}

if (isMainThread) {
  process.exitCode = await main();
} else {
  const options = workerData as BoardOptions;
  const extras = extrasOf(options);
  parentPort?.on('message', (block: number) => {
    parentPort?.postMessage(Buffer.from(boardBlock(options, extras, block)));
  });
}
