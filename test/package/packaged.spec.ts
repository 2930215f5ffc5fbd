/** What people install: it must run with nothing but itself. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { _electron, expect, test } from '@playwright/test';
import { App, RUN_LIMIT_MS, welcome } from '#test/e2e/support/app.ts';
import { unpackArchive } from './archive.ts';

let folder: string;
let appDir: string;

test.beforeAll(async () => {
  ({ folder, appDir } = await unpackArchive());
});
test.afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('carries the native parts of this system only', async () => {
  const unpacked = join(appDir, 'resources/app.asar.unpacked/node_modules/onnxruntime-node/bin');
  const files = await readdir(unpacked, { recursive: true });
  const native = files.filter((name) => name.endsWith('.node'));
  expect(native).toHaveLength(1);
  expect(native[0]).toContain(join(process.platform, process.arch));
});

test('finds every package that its programs import', async () => {
  const script = join(import.meta.dirname, 'import-packages.mjs');
  const archive = join(appDir, 'resources/app.asar');
  const args = ['--experimental-import-meta-resolve', script, archive];
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { stdout } = await promisify(execFile)(executable(), args, { env, cwd: folder });
  const { loaded, failed } = JSON.parse(stdout) as { loaded: string[]; failed: string[] };
  expect(failed).toEqual([]);
  expect(loaded).toContain('onnxruntime-node');
  expect(loaded).toContain('koffi');
});

test('runs a benchmark and shows the ranking', async () => {
  const cacheDir = join(folder, 'cache');
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
  await welcome(dataDir);
  const app = await launch({ JOULEMARK_DATA: dataDir, JOULEMARK_CACHE: cacheDir });
  try {
    expect(await app.electron.evaluate(({ app: shell }) => shell.isPackaged)).toBe(true);

    await app.choose(['fp32', 'int8-dynamic']);
    await app.start();
    await expect(app.rows).toHaveCount(2, { timeout: RUN_LIMIT_MS });
    // The button comes back when the run has ended.
    await expect(app.runButton).toBeVisible({ timeout: RUN_LIMIT_MS });

    const [record] = await app.records();
    expect(record?.rows.map(({ model, precision }) => [model, precision]).sort()).toEqual([
      ['silero-vad', 'fp32'],
      ['silero-vad', 'int8-dynamic'],
    ]);
    for (const row of record?.rows ?? []) expect(row.fidelity?.task?.passed).toBe(true);
    // The reduced precisions came with the app; none was made here.
    expect(existsSync(join(cacheDir, 'variants'))).toBe(false);
  } finally {
    await app.electron.close();
  }
});

function executable(): string {
  return join(appDir, process.platform === 'win32' ? 'Joulemark.exe' : 'joulemark');
}

/** A start takes two seconds; on a busy machine ten. */
const START_LIMIT_MS = 60_000;

/** Starts the unpacked app; Chromium has no sandbox for root. */
async function launch(places: { JOULEMARK_DATA: string; JOULEMARK_CACHE: string }): Promise<App> {
  const { ELECTRON_RUN_AS_NODE: _, ELECTRON_RENDERER_URL: __, ...inherited } = process.env;
  const env = { ...(inherited as Record<string, string>), ...places };
  const start = () =>
    _electron.launch({
      executablePath: executable(),
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
      cwd: folder,
      env,
      timeout: START_LIMIT_MS,
    });
  // An installed app cannot be held back until Playwright is connected, which then misses its first
  // steps now and then and waits for them for ever. That is the driver's fault, so it may try again.
  const electron = await start().catch((error: Error) => {
    if (error.name !== 'TimeoutError') throw error;
    return start();
  });
  return new App(electron, await electron.firstWindow(), places.JOULEMARK_DATA, env);
}
