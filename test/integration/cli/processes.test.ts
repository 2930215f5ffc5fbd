/** The command line as a process, with real models. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunRecord } from '#core/record/schema.ts';
import { loadRecord } from '#store/history.ts';
import { buildEntry } from '#test/support/build-entry.ts';
import { buildWorker } from '#test/support/build-worker.ts';
import { smallNet } from '#test/support/small-net.ts';

let program = '';
let worker = '';
let folder = '';
beforeAll(async () => {
  [program, worker] = await Promise.all([buildEntry('test/support/cli-process.ts'), buildWorker()]);
  folder = await mkdtemp(join(tmpdir(), 'joulemark-process-'));
});
const started: ChildProcess[] = [];
/** A test that failed half-way must not leave its run behind: a group of its own outlives its parent. */
afterAll(async () => {
  for (const { pid, exitCode, signalCode } of started) {
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
  }
  await rm(folder, { recursive: true, force: true });
});

/** A group of processes of its own, as a terminal makes one for each command. */
function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      JOULEMARK_DATA: join(folder, 'data'),
      JOULEMARK_SYSFS: '',
      JOULEMARK_TEST_WORKER: worker,
      ...env,
    },
  });
  started.push(child);
  return child;
}

interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

async function finish(child: ChildProcess): Promise<Finished> {
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { stdout, stderr, code };
}

const PRECISIONS = ['--precisions', 'fp32,int8-dynamic'];
const SHORT = ['--quick', '--models', 'silero-vad', '--rounds', '2', '--window-seconds', '0.1'];
/** A machine that is busy with other tests disturbs windows, and disturbed windows are repeated. */
const BUSY_MS = 180_000;
const inFolder = (name: string) => join(folder, name);

describe('a run with --json - and --submit', () => {
  let run: Finished;
  let record: RunRecord;
  beforeAll(async () => {
    await writeFile(inFolder('board.jsonl'), 'a foreign line\n{"comparisonKey":"m1|');
    run = await finish(
      start(['bench', ...SHORT, ...PRECISIONS, '--json', '-', '--submit', 'board.jsonl', '--yes']),
    );
    record = JSON.parse(run.stdout);
  }, BUSY_MS);

  it('prints nothing but a record that the published schema takes', async () => {
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('round 2')]);
    const schema = JSON.parse(await readFile('docs/schemas/record-1.schema.json', 'utf8'));
    const isRecord = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    expect([isRecord(record), isRecord.errors]).toEqual([true, null]);
    expect(record.rows.map((row) => [row.model, row.precision]).sort()).toEqual([
      ['silero-vad', 'fp32'],
      ['silero-vad', 'int8-dynamic'],
    ]);
  });

  it('keeps the same record in the history, and says where', async () => {
    const [, path] = /^Record: (.*)$/m.exec(run.stderr) ?? [];
    expect(await loadRecord(path!)).toEqual(record);
  });

  it('keeps a torn board whole: the old lines stay, the new ones come after', async () => {
    expect(run.stderr).toContain('Submitted 2 lines');
    const lines = (await readFile(inFolder('board.jsonl'), 'utf8')).split('\n');
    expect(lines.slice(0, 2)).toEqual(['a foreign line', '{"comparisonKey":"m1|']);
    const { stdout, code } = await finish(start(['leaderboard', 'validate', 'board.jsonl']));
    expect(code).toBe(1);
    expect(stdout).toContain('board.jsonl:1: is not JSON\nboard.jsonl:2: is torn');
    expect(stdout).toContain('2 valid, 0 repeated, 2 not valid');
  });

  it('submits real rows without a word about their owner', async () => {
    const board = await readFile(inFolder('board.jsonl'), 'utf8');
    const words = new Set(board.split(/[^\p{L}\p{N}_.-]+/u));
    expect(words).not.toContain(hostname());
    for (const path of [homedir(), folder, process.cwd()]) {
      expect(board).not.toContain(`"${path}`);
      expect(board).not.toContain(`${path}/`);
    }
  });
});

describe('the joulemark process', () => {
  it(
    'says that a run from a made sysfs tree is synthetic, and submits nothing of it',
    { timeout: BUSY_MS },
    async () => {
      await mkdir(inFolder('sys'));
      const made = ['--precisions', 'fp32', '--sysfs-root', 'sys', '--submit', 'none.jsonl', '--yes'];
      const { stdout, stderr, code } = await finish(start(['bench', ...SHORT, ...made]));
      expect(code).toBe(1);
      expect(stdout).toMatch(/^SYNTHETIC run/);
      expect(stderr).toContain('nothing was submitted');
      expect(existsSync(inFolder('none.jsonl'))).toBe(false);
    },
  );

  it('names the models when one is unknown', async () => {
    const { stdout, stderr, code } = await finish(start(['bench', '--models', 'silero-vda']));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('silero-vad');
    expect(stderr).toContain('pp-ocrv4-rec');
  });

  it('does not mind a reader that has gone', async () => {
    const child = start(['record', 'schema']);
    child.stdout!.destroy();
    const [complaint, [code]] = await Promise.all([text(child.stderr!), once(child, 'close')]);
    expect([complaint, code]).toEqual(['', 0]);
  });
});

describe('a model of one’s own', () => {
  it('is imported, and measured at its precisions', { timeout: BUSY_MS }, async () => {
    await writeFile(inFolder('small-net.onnx'), smallNet());
    const taken = await finish(start(['models', 'import', 'small-net.onnx', '--shape', 'x=1,32,12,12']));
    expect([taken.code, taken.stdout]).toEqual([0, expect.stringContaining('as small-net:')]);
    const asked = ['--models', 'imported', '--precisions', 'fp32,int8-dynamic', '--rounds', '2'];
    const run = await finish(start(['bench', '--quick', ...asked, '--window-seconds', '0.1', '--json', '-']));
    expect(run.code).toBe(0);
    const record = JSON.parse(run.stdout) as RunRecord;
    expect(record.rows.map((row) => [row.model, row.precision, row.fidelity?.inputs])).toEqual(
      expect.arrayContaining([
        ['small-net', 'fp32', 32],
        ['small-net', 'int8-dynamic', 32],
      ]),
    );
  });
});

describe('Ctrl-C, which reaches the workers too', () => {
  const LONG = [
    '--quick',
    '--models',
    'silero-vad',
    '--precisions',
    'fp32',
    '--rounds',
    '1000',
    '--window-seconds',
    '0.1',
  ];

  /** Waits until the program has said `sign`. */
  async function until(child: ChildProcess, sign: string): Promise<void> {
    let said = '';
    for await (const chunk of child.stderr!.iterator({ destroyOnReturn: false })) {
      said += String(chunk);
      if (said.includes(sign)) return;
    }
    throw new Error(`it ended without "${sign}": ${said}`);
  }
  const interrupt = (child: ChildProcess, signal: NodeJS.Signals = 'SIGINT') =>
    process.kill(-child.pid!, signal);

  it.each([
    ['Ctrl-C', 'SIGINT'],
    ['the SIGTERM of timeout(1)', 'SIGTERM'],
  ] as const)(
    'keeps the finished rounds after %s, prints them, and ends with 130',
    async (_, signal) => {
      const child = start(['bench', ...LONG]);
      await until(child, 'round 3');
      interrupt(child, signal);
      const { stdout, stderr, code } = await finish(child);
      expect(code).toBe(130);
      expect(stdout).toContain('The run was interrupted in its round');
      expect(stdout).not.toContain('failed');
      const record = await loadRecord(/^Record: (.*)$/m.exec(stderr)![1]!);
      expect(record.state).toBe('interrupted');
      for (const row of record.rows) {
        const rounds = new Set(
          row.windows.filter(({ kind }) => kind === 'measure').map(({ round }) => round),
        );
        expect(rounds.size).toBeGreaterThanOrEqual(2);
        expect(row.netJ).not.toBeNull();
      }
    },
    BUSY_MS,
  );

  it('leaves at once the second time', async () => {
    const child = start(['bench'], { JOULEMARK_TEST_STUCK: '1' });
    await until(child, 'stuck');
    interrupt(child);
    await until(child, 'again to leave at once');
    interrupt(child);
    expect(await finish(child)).toMatchObject({ code: 130, stdout: '' });
  });
});
