import { fork, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '#inference/worker/client.ts';
import { forkWorker } from '#inference/worker/fork.ts';
import { buildWorker } from '#test/support/build-worker.ts';
import { isRunning } from '#test/support/worker-processes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function script(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('the reason of an exit', () => {
  const firstCall = async (entry: string): Promise<unknown> =>
    createClient(await forkWorker(entry)()).call('cpu', {});

  it('holds the code and the end of what the worker wrote to stderr', async () => {
    const entry = script('throws.mjs', `throw new Error('no such library');`);
    await expect(firstCall(entry)).rejects.toMatchObject({
      code: 'worker-died',
      message: expect.stringMatching(/exit code 1: [^]*no such library/),
    });
  });

  it('holds the signal', async () => {
    const entry = script('crashes.mjs', `process.kill(process.pid, 'SIGSEGV');`);
    await expect(firstCall(entry)).rejects.toMatchObject({
      code: 'worker-died',
      message: expect.stringContaining('killed by SIGSEGV'),
    });
  });
});

it('a worker that was never built is missed by its path', async () => {
  await expect(forkWorker(join(folder, 'worker.js'))()).rejects.toMatchObject({
    code: 'file-unreadable',
    message: expect.stringContaining(join(folder, 'worker.js')),
  });
});

it('a worker ends when its parent is killed', async () => {
  const worker = JSON.stringify(await buildWorker());
  const entry = script(
    'parent.mjs',
    `import { fork } from 'node:child_process';
     const worker = fork(${worker}, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
     worker.on('message', () => console.log(worker.pid));
     worker.send({ kind: 'cpu', id: 0, ask: {} });`,
  );
  const parent = spawn(process.execPath, [entry], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
  expect(isRunning(pid)).toBe(true);
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 20_000 });
});

it('a worker goes on when Ctrl-C reaches it: its parent decides when it ends', async () => {
  const worker = fork(await buildWorker(), [], { serialization: 'advanced' });
  const ask = async (id: number): Promise<unknown> => {
    const reply = new Promise((resolve) => {
      worker.once('message', resolve);
      worker.once('exit', resolve);
    });
    worker.send({ kind: 'cpu', id, ask: {} });
    return reply;
  };
  expect(await ask(0)).toMatchObject({ ok: true, id: 0 });
  worker.kill('SIGINT');
  expect(await ask(1)).toMatchObject({ ok: true, id: 1 });
  worker.kill('SIGKILL');
});

it('a worker that is started by hand says what it is', async () => {
  const worker = spawn(process.execPath, [await buildWorker()], { stdio: ['ignore', 'ignore', 'pipe'] });
  const said = await new Promise((resolve) => worker.stderr.setEncoding('utf8').once('data', resolve));
  const code = await new Promise((resolve) => worker.once('exit', resolve));
  expect(said).toContain('worker of joulemark');
  expect(code).toBe(2);
});
