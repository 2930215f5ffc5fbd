/**
 * The time to append one submission to a leaderboard of 1,000,000 lines against one of 10, in turns. Only
 * the file's ends are read, so the ratio should be 1: on any file that is longer, the writer looks at the last
 * 64 KiB and as much as it writes, which takes less than a tenth of what the lock and the sync take even on
 * the quickest disk. Target: the median ratio is at most 1.1. Both files are removed afterwards.
 *
 * Options: `--lines N` (1000000), `--pairs N` (200), `--folder DIR` (the temporary folder; it should be on
 * a disk, since in memory a sync costs nothing, and needs some 4 GB).
 */
import { mkdtemp, open, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { appendLines } from '#store/leaderboard/append.ts';
import { sampleLines } from '#test/support/sample-lines.ts';
import { comparePaired, type Measure } from './paired.ts';

const TARGET = 1.1;
const SMALL_LINES = 10;
const BLOCK_LINES = 1000;

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '1000000' },
    pairs: { type: 'string', default: '200' },
    folder: { type: 'string', default: tmpdir() },
  },
});
const [lines, pairs] = [Number(values.lines), Number(values.pairs)];
const folder = await mkdtemp(join(values.folder, 'joulemark-append-'));
try {
  const [small, large] = [join(folder, 'small.jsonl'), join(folder, 'large.jsonl')];
  await makeBoard(small, SMALL_LINES);
  await makeBoard(large, lines);
  const { size } = await stat(large);
  const { ourS, theirS, ratio } = await comparePaired(await appending(large), await appending(small), pairs);
  const ms = (seconds: number) => `${(seconds * 1000).toFixed(2)} ms`;
  const two = (values: readonly number[]) => values.map((value) => value.toFixed(3)).join(' to ');
  process.stdout.write(
    `append one submission: ${ms(ourS)} at ${lines} lines (${(size / 1e9).toFixed(2)} GB), ` +
      `${ms(theirS)} at ${SMALL_LINES}; ratio ${ratio.median.toFixed(3)} ` +
      `(95 % interval ${two(ratio.interval)}, quartiles ${two(ratio.quartiles)}, ${pairs} pairs): ` +
      `${ratio.median <= TARGET ? 'within' : 'OVER'} the target of ${TARGET}.\n`,
  );
  process.exitCode = ratio.median <= TARGET ? 0 : 1;
} finally {
  await rm(folder, { recursive: true });
}

/** Sample lines with an id of their own each. After the first block the ids are made up: nothing here reads them. */
async function makeBoard(file: string, count: number): Promise<void> {
  const sample = sampleLines(1, Math.min(count, BLOCK_LINES));
  const handle = await open(file, 'w');
  try {
    for (let made = 0; made < count; made += sample.length) {
      const block = sample
        .slice(0, count - made)
        .map(({ id, line }, index) => `${made === 0 ? line : line.replace(id, idOf(made + index))}\n`);
      await handle.write(block.join(''));
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function idOf(number: number): string {
  return number.toString(16).padStart(64, '0');
}

/** Appends a line that the board does not hold, and takes it away again outside the measured time. */
async function appending(file: string): Promise<Measure> {
  const { size } = await stat(file);
  const fresh = sampleLines(2, 1);
  return async () => {
    const startMs = performance.now();
    const { appended } = await appendLines(file, fresh);
    const seconds = (performance.now() - startMs) / 1000;
    if (appended !== 1) throw new Error(`${file} held the line already`);
    await truncate(file, size);
    return seconds;
  };
}
