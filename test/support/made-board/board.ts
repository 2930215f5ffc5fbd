/**
 * A board of made submissions, as large as one likes: each line is valid and canonical, and its figures follow
 * from its windows by the program's own code. Any part can be made without the rest, in any process.
 */
import { extrasOf, type Extras } from './extras.ts';
import { DEFAULT_BOARD, ROWS_PER_RUN, type BoardOptions } from './options.ts';
import { madeRun } from './run.ts';

const RUNS_PER_BLOCK = 250;

export function blockCount({ count }: BoardOptions): number {
  return Math.ceil(count / (RUNS_PER_BLOCK * ROWS_PER_RUN));
}

/** The text of one block of the file, each line ended. `extras`: as `extrasOf` gives them. */
export function boardBlock(options: BoardOptions, extras: Extras, block: number): string {
  return blockLines(options, extras, block)
    .map((line) => `${line}\n`)
    .join('');
}

function blockLines(options: BoardOptions, extras: Extras, block: number): string[] {
  const lines: string[] = [];
  for (let index = block * RUNS_PER_BLOCK; index < (block + 1) * RUNS_PER_BLOCK; index += 1) {
    const from = index * ROWS_PER_RUN;
    if (from >= options.count) break;
    for (const [row, { line }] of madeRun(options, index).entries()) {
      if (from + row >= options.count) break;
      lines.push(line, ...(extras.get(from + row) ?? []));
    }
  }
  return lines;
}

/** The lines of a small board, for tests. Throws `RangeError` for what no board can be. */
export function madeBoard(options: Partial<BoardOptions> = {}): string[] {
  const all = { ...DEFAULT_BOARD, ...options };
  const extras = extrasOf(all);
  return Array.from({ length: blockCount(all) }, (_, block) => blockLines(all, extras, block)).flat();
}
