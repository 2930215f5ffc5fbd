/** Real processes on one leaderboard file, some of them killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readLeaderboard } from '#store/leaderboard/reader.ts';
import { buildEntry } from '#test/support/build-entry.ts';
import { judge } from '#test/stress/judge.ts';
import { torture } from '#test/stress/torture.ts';
import { sampleLines } from '#test/support/sample-lines.ts';

let program = '';
beforeAll(async () => {
  program = await buildEntry('test/support/append-process.ts');
});

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joulemark-writers-'));
  file = join(folder, 'board.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const STALE_MS = 2000;

function writer(run: number, count: number, shell: string[] = []): ChildProcess {
  const args = [process.execPath, program, file, run, count, STALE_MS, 50_000].map(String);
  const [command = '', ...rest] = [...shell, ...args];
  return spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function outcome(child: ChildProcess) {
  const [ids, complaint, [code]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { acknowledged: ids.split('\n').filter(Boolean), complaint, code };
}

async function idsInFile(): Promise<string[]> {
  const board = await readLeaderboard(file);
  expect(board.problems).toEqual([]);
  expect(board.duplicates).toEqual([]);
  return board.submissions.map(({ submission }) => submission.id);
}

describe('many writers of one file', () => {
  it('leave every line there exactly once', async () => {
    const outcomes = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((run) => outcome(writer(run, 20))));
    expect(outcomes.map(({ code, complaint }) => [code, complaint])).toEqual(outcomes.map(() => [0, '']));
    const acknowledged = outcomes.flatMap((one) => one.acknowledged);
    expect(acknowledged).toHaveLength(160);
    expect((await idsInFile()).sort()).toEqual(acknowledged.sort());
  });

  it('leave one of each line when all of them write the same', async () => {
    await Promise.all([1, 1, 1, 1].map((run) => outcome(writer(run, 10))));
    expect((await idsInFile()).sort()).toEqual(
      sampleLines(1, 10)
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('lose nothing that was acknowledged, though some are killed at any moment', async (context) => {
    const seed = Math.floor(Math.random() * 2 ** 32);
    const options = { program, file, processes: 8, submissions: 20, kills: 6, seed, staleMs: STALE_MS };
    const outcome = await torture(options);
    const verdict = await judge(options, outcome);
    // The same from the outside, longer: npm run stress -- --seed SEED
    context.annotate(`seed ${seed}, ${outcome.killed} killed, ${outcome.seconds.toFixed(1)} s`);
    expect({ seed, breaches: verdict.breaches }).toEqual({ seed, breaches: [] });
    expect(outcome.killed).toBeGreaterThan(0);
  });

  it('break the lock of a dead writer, once among them', async () => {
    await mkdir(`${file}.lock`);
    const outcomes = await Promise.all([1, 2, 3, 4, 5, 6].map((run) => outcome(writer(run, 2))));
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await idsInFile()).toHaveLength(12);
    expect(existsSync(`${file}.lock`)).toBe(false);
    expect(existsSync(`${file}.lock.breaking`)).toBe(false);
  });
});

describe('a writer that runs out of space', () => {
  it('takes back what was written of its line, and says what to do', async () => {
    const before = `${sampleLines(1, 1)[0]!.line}\n`;
    await writeFile(file, before);
    // The limit of the file's size stands for a full disk: both end a write halfway.
    const blocks = Math.ceil((before.length + 300) / 1024);
    const limited = writer(2, 1, ['bash', '-c', `ulimit -f ${blocks}; exec "$@"`, 'limited']);
    const { code, complaint, acknowledged } = await outcome(limited);
    expect(code).toBe(1);
    expect(acknowledged).toEqual([]);
    expect(JSON.parse(complaint)).toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining(file),
    });
    expect(await readFile(file, 'utf8')).toBe(before);
  });
});
