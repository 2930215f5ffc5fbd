/**
 * What ranking a large leaderboard costs. Targets: from JSON lines at most twice the time that DuckDB takes to scan
 * the same files; from an export in Parquet at most 0.3 s; memory below 1 GB, in a process of its own.
 *
 *   npm run benchmark rank [-- --count 1000000]            makes a board and its export first (some GB, minutes)
 *   npm run benchmark rank -- --jsonl board.jsonl --parquet board [--model NAME] [--pairs 5]
 *
 * "Query": from opening DuckDB to the boards, in process, with the lines that are shown read, verified and checked
 * against the rows. "Command": a new process, from its start to its end.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NO_FILTER } from '#core/leaderboard/filter.ts';
import { median } from '#core/stats/samples.ts';
import { isSignature } from '#store/keys/ed25519.ts';
import { sqlList, withDatabase } from '#store/leaderboard/query/database.ts';
import { rankBoard } from '#store/leaderboard/query/rank-board.ts';
import { sortFiles } from '#store/leaderboard/sources/board-files.ts';
import { findFiles } from '#store/leaderboard/sources/find-files.ts';
import { comparePaired } from './paired.ts';

const TARGET_RATIO = 2;
const TARGET_PARQUET_S = 0.3;
const TARGET_MB = 1000;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    jsonl: { type: 'string' },
    parquet: { type: 'string' },
    model: { type: 'string' },
    top: { type: 'string', default: '20' },
    boards: { type: 'string', default: '20' },
    pairs: { type: 'string', default: '5' },
  },
});
const pairs = Number(values.pairs);
const cacheDir = mkdtempSync(join(tmpdir(), 'joulemark-bench-'));
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const verdict = (isMet: boolean): string => (isMet ? 'within the target' : 'OVER the target');

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return (performance.now() - startMs) / 1000;
}

/** `boards`: so many, each with its first entries. */
async function query(name: string, boards = Number(values.boards)): Promise<number> {
  const files = await sortFiles(await findFiles([name], process.cwd()));
  return seconds(() =>
    rankBoard({
      files,
      options: { top: Number(values.top) },
      filter: { ...NO_FILTER, models: values.model === undefined ? null : [values.model] },
      boards,
      isSignature,
      nameOf: () => null,
      now: new Date(),
      cacheDir,
    }),
  );
}

/** After one that is not counted: the first finds nothing compiled, and files that nobody has read. */
async function medianOf(work: () => Promise<number>): Promise<number> {
  await work();
  const times: number[] = [];
  for (let time = 0; time < pairs; time += 1) times.push(await work());
  return median(times);
}

async function scan(name: string): Promise<number> {
  const files = await findFiles([name], process.cwd());
  return seconds(() =>
    withDatabase(cacheDir, (database) =>
      database.rows(
        `SELECT count(*), avg(results.netJ) FROM read_json(${sqlList(files)}, format = 'newline_delimited', ` +
          `columns = {results: 'STRUCT(netJ DOUBLE)'})`,
      ),
    ),
  );
}

/** Seconds, and the largest resident memory, MB (Linux; else null). */
async function command(name: string): Promise<{ readonly s: number; readonly peakMb: number | null }> {
  const model = values.model === undefined ? [] : ['--model', values.model];
  const words = [
    'leaderboard',
    'rank',
    name,
    '--top',
    values.top,
    '--boards',
    values.boards,
    '--csv',
    ...model,
  ];
  const startMs = performance.now();
  const child = spawn(process.execPath, ['out/main/cli.js', ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peakMb: number | null = null;
  const watch = setInterval(() => {
    peakMb = peakOf(child.pid) ?? peakMb;
  }, 50);
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`the command ended with ${code}`);
  return { s: (performance.now() - startMs) / 1000, peakMb };
}

/** The kernel keeps the largest value itself, so that looking now and then misses little. */
function peakOf(pid: number | undefined): number | null {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kib === undefined ? null : (Number(kib) * 1024) / 1e6;
  } catch {
    return null;
  }
}

function sayCommand({ s, peakMb }: Awaited<ReturnType<typeof command>>): boolean {
  const memory = peakMb === null ? 'its memory could not be seen' : `at most ${peakMb.toFixed(0)} MB`;
  const isMet = peakMb === null || peakMb < TARGET_MB;
  say(`  command: ${s.toFixed(2)} s, ${memory} (${TARGET_MB} MB): ${verdict(isMet)}`);
  return isMet;
}

async function run(...words: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}`);
}

let isMet = true;
try {
  if (values.jsonl === undefined && values.parquet === undefined) {
    values.jsonl = join(cacheDir, 'board.jsonl');
    values.parquet = join(cacheDir, 'board');
    await run(
      'scripts/make-board.mjs',
      '--signed',
      '--jobs',
      '2',
      '--count',
      values.count,
      '--out',
      values.jsonl,
    );
    await run('out/main/cli.js', 'leaderboard', 'export', '--parquet', values.parquet, values.jsonl);
  }
  if (values.jsonl !== undefined) {
    const file = values.jsonl;
    const { ourS, theirS, ratio } = await comparePaired(
      () => query(file),
      () => scan(file),
      pairs,
    );
    const isFast = ratio.median <= TARGET_RATIO;
    say(`JSON lines: query ${ourS.toFixed(2)} s, scan ${theirS.toFixed(2)} s, medians of ${pairs}`);
    say(
      `  ratio ${ratio.median.toFixed(2)} (95 % interval ${ratio.interval.map((each) => each.toFixed(2)).join(' … ')}, ` +
        `at most ${TARGET_RATIO}): ${verdict(isFast)}`,
    );
    isMet = sayCommand(await command(file)) && isFast && isMet;
  }
  if (values.parquet !== undefined) {
    const folder = values.parquet;
    const oneS = await medianOf(() => query(folder, 1));
    const isFast = oneS <= TARGET_PARQUET_S;
    say(
      `Parquet: query of one board ${oneS.toFixed(3)} s, median of ${pairs} (at most ${TARGET_PARQUET_S} s): ${verdict(isFast)}`,
    );
    const allS = await medianOf(() => query(folder));
    say(
      `  of ${values.boards} boards ${allS.toFixed(3)} s, most of it for the lines that are read and verified`,
    );
    isMet = sayCommand(await command(folder)) && isFast && isMet;
  }
} finally {
  rmSync(cacheDir, { recursive: true, force: true });
}
process.exitCode = isMet ? 0 : 1;
