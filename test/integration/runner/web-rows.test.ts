/** Rows of browser pages in a run from the command line; the pages are made up, their workers are real. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunListener } from '#core/events.ts';
import type { RunRecord } from '#core/record/schema.ts';
import { DEFAULT_REQUEST } from '#core/run-request.ts';
import { forkWorker } from '#inference/worker/fork.ts';
import { runBenchmark } from '#runner/benchmark.ts';
import { openLaunchers } from '#runner/launchers.ts';
import { findPlaces } from '#runner/places.ts';
import { buildEntry } from '#test/support/build-entry.ts';
import { buildWorker } from '#test/support/build-worker.ts';
import { isRunning } from '#test/support/worker-processes.ts';

let host = '';
let worker = '';
let folder = '';
beforeAll(async () => {
  [host, worker] = await Promise.all([buildEntry('test/support/fake-web-host.ts'), buildWorker()]);
  folder = await mkdtemp(join(tmpdir(), 'joulemark-web-rows-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A machine that is busy with other tests disturbs windows, and disturbed windows are repeated. */
const BUSY_MS = 180_000;

/** A short run on the CPU and in a page. */
async function run(env: NodeJS.ProcessEnv, listener: RunListener = () => undefined): Promise<RunRecord> {
  const whole = { ...process.env, JOULEMARK_DATA: folder, DISPLAY: ':none', ...env };
  const places = findPlaces(whole);
  const { launchers, close } = openLaunchers(forkWorker(worker), places, whole);
  try {
    return await runBenchmark({
      request: {
        ...DEFAULT_REQUEST,
        models: ['pp-ocrv4-cls'],
        precisions: ['fp32'],
        providers: ['cpu', 'wasm'],
        length: 'quick',
        rounds: 3,
        windowSeconds: 0.1,
      },
      places,
      launchers,
      electron: null,
      screen: null,
      listener,
      signal: new AbortController().signal,
    });
  } finally {
    await close();
  }
}

const rowOf = (record: RunRecord, provider: string) => record.rows.find((row) => row.provider === provider)!;
const roundsOf = (record: RunRecord, provider: string) => {
  const measured = rowOf(record, provider).windows.filter(({ kind }) => kind === 'measure');
  return new Set(measured.map(({ round }) => round)).size;
};

it(
  'a host that is killed in the middle fails its own rows, and the run goes on',
  { timeout: BUSY_MS },
  async () => {
    const pidFile = join(folder, 'pid');
    const env = {
      JOULEMARK_ELECTRON: process.execPath,
      JOULEMARK_ELECTRON_ARGS: JSON.stringify([host]),
      FAKE_HOST: worker,
      FAKE_HOST_PID: pidFile,
    };
    let pid: number | null = null;
    const record = await run(env, async (event) => {
      if (event.kind !== 'round-finished' || pid !== null) return;
      pid = Number(await readFile(pidFile, 'utf8'));
      process.kill(pid, 'SIGKILL');
    });
    expect(record.state).toBe('finished');
    expect(rowOf(record, 'wasm')).toMatchObject({
      verdict: 'failed',
      reasons: [expect.stringContaining('Electron, which runs its page, ended: killed by SIGKILL')],
      rank: null,
    });
    expect(roundsOf(record, 'wasm')).toBe(1);
    expect(rowOf(record, 'cpu').verdict).not.toBe('failed');
    expect(roundsOf(record, 'cpu')).toBe(3);
    // Outputs of another provider are compared with those of the CPU at fp32, too.
    expect(rowOf(record, 'wasm').fidelity).toMatchObject({
      bounds: { minSqnrDb: 40, minTop1Agreement: 0.99 },
      holds: true,
    });
    expect(rowOf(record, 'cpu').fidelity?.bounds).toBeNull();
    expect(isRunning(pid!)).toBe(false);
  },
);

it(
  'where there is no Electron the row says so, and the others have figures',
  { timeout: BUSY_MS },
  async () => {
    const record = await run({ JOULEMARK_ELECTRON_MISSING: 'There is no Electron to run: no network' });
    expect(rowOf(record, 'wasm')).toMatchObject({
      verdict: 'failed',
      reasons: [expect.stringContaining('There is no Electron to run: no network.')],
    });
    expect(rowOf(record, 'cpu').latencyMs).not.toBeNull();
  },
);
