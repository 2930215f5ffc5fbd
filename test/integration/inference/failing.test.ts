import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import { forkWorker } from '#inference/worker/fork.ts';
import type { ModelFiles } from '#inference/model-hash.ts';
import { runReference } from '#inference/reference.ts';
import { PP_OCRV4_CLS } from '#models/pp-ocrv4-cls.ts';
import { SILERO_VAD } from '#models/silero-vad.ts';
import { buildWorker } from '#test/support/build-worker.ts';
import { NEVER, realWorkload } from '#test/support/real-workload.ts';
import { watched } from '#test/support/worker-processes.ts';

let launch: WorkerLauncher;
let folder: string;
beforeAll(async () => {
  launch = forkWorker(await buildWorker());
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-test-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A file of these bytes with its true hash, so that only its content is wrong. */
function variantOf(bytes: Uint8Array): ModelFiles {
  const path = join(folder, 'model.onnx');
  writeFileSync(path, bytes);
  return { path, dataFiles: [], sha256: createHash('sha256').update(bytes).digest('hex') };
}

describe('a worker that is killed', () => {
  const killed = { code: 'worker-died', message: expect.stringContaining('SIGKILL') };

  it('rejects the stop of what it ran, and every later call, and closes without complaint', async () => {
    const workers = watched(launch);
    const workload = await realWorkload(SILERO_VAD, {}, { launch: workers.launch });
    await workload.prepare(NEVER);
    await workload.start({ kind: 'back-to-back' });
    workers.started[0]?.kill();
    await expect(workload.stop()).rejects.toMatchObject(killed);
    await expect(workload.start({ kind: 'back-to-back' })).rejects.toMatchObject(killed);
    await expect(workload.cpuSeconds()).rejects.toMatchObject(killed);
    await workload.close();
  });

  it('rejects the preparation that it was in', async () => {
    const workers = watched(launch);
    const check = (): Promise<never> => {
      workers.started[0]?.kill();
      return workload.cpuSeconds() as Promise<never>;
    };
    const workload = await realWorkload(SILERO_VAD, {}, { launch: workers.launch, check });
    await expect(workload.prepare(NEVER)).rejects.toMatchObject(killed);
    await workload.close();
  });

  it('dies while it loads, and leaves no profile behind', async () => {
    vi.stubEnv('TMPDIR', folder);
    const workers = watched(launch);
    const workload = await realWorkload(PP_OCRV4_CLS, {}, { launch: workers.launch });
    const prepared = workload.prepare(NEVER);
    await vi.waitFor(() => expect(readdirSync(folder)).toHaveLength(1), { interval: 1 });
    workers.started[0]?.kill();
    await expect(prepared).rejects.toMatchObject(killed);
    expect(readdirSync(folder)).toEqual([]);
  });
});

it('preparing leaves no file behind, neither a profile nor ONNX Runtime’s telemetry', async () => {
  for (const name of ['TMPDIR', 'HOME', 'XDG_CACHE_HOME']) vi.stubEnv(name, folder);
  const workload = await realWorkload(SILERO_VAD);
  await workload.prepare(NEVER);
  expect(readdirSync(folder)).toEqual([]);
  await workload.close();
});

it('closing ends the process and rejects what is pending', async () => {
  const workers = watched(launch);
  const workload = await realWorkload(SILERO_VAD, {}, { launch: workers.launch });
  await workload.prepare(NEVER);
  await workload.start({ kind: 'back-to-back' });
  await workload.close();
  expect(await workers.ended()).toEqual(['killed by SIGKILL']);
  await expect(workload.stop()).rejects.toMatchObject({ code: 'interrupted' });
  await workload.close();
});

it('closing what was never prepared does nothing', async () => {
  await (await realWorkload(SILERO_VAD)).close();
});

it('an abort ends the preparation and its worker, whatever it waits for', async () => {
  const workers = watched(launch);
  const abort = new AbortController();
  const check = (): Promise<never> => {
    abort.abort();
    return new Promise<never>(() => undefined);
  };
  const workload = await realWorkload(SILERO_VAD, {}, { launch: workers.launch, check });
  await expect(workload.prepare(abort.signal)).rejects.toMatchObject({ code: 'interrupted' });
  expect(await workers.ended()).toHaveLength(1);
});

describe('a model file', () => {
  it.each([
    ['empty', new Uint8Array()],
    ['text', new TextEncoder().encode('no model at all')],
    ['zeros', new Uint8Array(4096)],
  ])('that is %s is called corrupt, with its path and ONNX Runtime’s words', async (_what, bytes) => {
    const variant = variantOf(bytes);
    const workload = await realWorkload(SILERO_VAD, {}, { variant });
    await expect(workload.prepare(NEVER)).rejects.toMatchObject({
      code: 'model-corrupt',
      message: expect.stringMatching(/did not load .*model\.onnx on cpu: .*protobuf/),
    });
  });

  it('that changed since it was hashed is refused with both hashes', async () => {
    const variant = { ...variantOf(Uint8Array.of(1)), sha256: 'f'.repeat(64) };
    const workload = await realWorkload(SILERO_VAD, {}, { variant });
    await expect(workload.prepare(NEVER)).rejects.toMatchObject({
      code: 'model-altered',
      message: expect.stringMatching(/model\.onnx has SHA-256 [0-9a-f]{64}, expected f{64}/),
    });
  });

  it('that is gone is named', async () => {
    const variant = { path: join(folder, 'gone.onnx'), dataFiles: [], sha256: 'f'.repeat(64) };
    const workload = await realWorkload(SILERO_VAD, {}, { variant });
    await expect(workload.prepare(NEVER)).rejects.toMatchObject({
      code: 'model-missing',
      message: expect.stringContaining('gone.onnx'),
    });
  });
});

it('inputs that the model does not take are a fault with ONNX Runtime’s words', async () => {
  const feeds = [{ x: { type: 'float32', dims: [1], data: Float32Array.of(1) } as const }];
  const workload = await realWorkload(SILERO_VAD, {}, { feeds });
  await expect(workload.prepare(NEVER)).rejects.toMatchObject({
    code: 'inference-failed',
    message: expect.stringContaining("'input' is missing"),
  });
});

describe('a failed task', () => {
  const check = () => Promise.resolve({ passed: false, detail: 'heard nothing' });

  it('is a finding at a reduced precision, and stands in its fidelity', async () => {
    const workload = await realWorkload(SILERO_VAD, { precision: 'int8-dynamic' }, { check });
    const { fidelity } = await workload.prepare(NEVER);
    expect(fidelity?.task).toEqual({ passed: false, detail: 'heard nothing' });
    await workload.close();
  });

  it('is a fault at fp32: the model itself is broken', async () => {
    const workload = await realWorkload(SILERO_VAD, {}, { check });
    await expect(workload.prepare(NEVER)).rejects.toMatchObject({
      code: 'task-check-failed',
      message: expect.stringContaining('heard nothing'),
    });
  });
});

it('without a reference the fidelity is unknown, but the task is not', async () => {
  const workload = await realWorkload(SILERO_VAD, {}, { reference: () => Promise.resolve(null) });
  const { fidelity } = await workload.prepare(NEVER);
  expect(fidelity).toMatchObject({ cosine: null, sqnrDb: null, maxAbsError: null, task: { passed: true } });
  await workload.close();
});

it('a batch that cannot be run is refused rather than ignored', async () => {
  const workload = await realWorkload(SILERO_VAD, { batch: 2 });
  await expect(workload.prepare(NEVER)).rejects.toMatchObject({ code: 'wrong-usage' });
});

it('a reference that cannot be had is told apart from the variant', async () => {
  const file = variantOf(new Uint8Array());
  await expect(runReference({ model: 'a-model', file, feeds: [], launch })).rejects.toMatchObject({
    code: 'model-corrupt',
    message: expect.stringMatching(/^The fp32 reference of a-model: .*model\.onnx/),
  });
});
