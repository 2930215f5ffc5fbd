/** The search for devices on this machine, with real workers. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeviceStatus } from '#core/devices.ts';
import { parseTarget } from '#core/providers.ts';
import type { Launchers, WorkerChannel } from '#core/worker/channel.ts';
import { forkWorker } from '#inference/worker/fork.ts';
import { findDevices } from '#runner/devices.ts';
import { nativeOnly } from '#runner/launchers.ts';
import { findPlaces, type Places } from '#runner/places.ts';
import { buildWorker } from '#test/support/build-worker.ts';
import { NEVER } from '#test/support/real-workload.ts';
import { watched } from '#test/support/worker-processes.ts';
import { resolveElectron } from '../../../scripts/lib/electron-runtime.mjs';

let workerEntry: string;
let cacheDir: string;
let places: Places;
beforeAll(async () => {
  workerEntry = await buildWorker();
});
beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'joulemark-devices-'));
  places = { ...findPlaces({ JOULEMARK_CACHE: cacheDir }), workerEntry };
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cacheDir, { recursive: true });
});

async function find(
  names: readonly string[] | null,
  launchers: Launchers = nativeOnly(forkWorker(workerEntry)),
  signal: AbortSignal = NEVER,
): Promise<DeviceStatus[]> {
  const targets = names?.flatMap((name) => parseTarget(name) ?? []) ?? null;
  return findDevices({ places, launchers, targets, signal });
}

describe('this machine', () => {
  it('has a processor that is ready, proved by where the nodes of the small model ran', async () => {
    const [cpu] = await find(['cpu']);
    expect(cpu).toMatchObject({ target: 'cpu', device: 'cpu', state: 'ready', fault: null, fix: null });
    expect(cpu?.placement?.timeRatio).toEqual({ cpu: 1 });
    expect(cpu?.name).not.toBe('');
  });

  it('lists every provider that its binding knows, the processor first, and says why each other one is not ready', async () => {
    const devices = await find(null);
    expect(devices[0]?.target).toBe('cpu');
    const targets = devices.map(({ target }) => target);
    expect(targets).toEqual(expect.arrayContaining(['webgpu', 'wasm', 'web-webgpu', 'webnn:npu']));
    for (const { state, fault } of devices) {
      if (state === 'ready') expect(fault).toBeNull();
      else expect(fault?.message).toMatch(/\w/);
    }
    expect(devices.find(({ target }) => target === 'wasm')?.fault?.code).toBe('runtime-missing');
  });

  it.runIf(process.platform === 'linux')(
    'says how WebGPU is brought where no driver of Vulkan is seen',
    async () => {
      // No loader finds a driver with this, whatever the machine has.
      vi.stubEnv('VK_ICD_FILENAMES', '/nowhere/icd.json');
      vi.stubEnv('VK_DRIVER_FILES', '/nowhere/icd.json');
      const [webgpu] = await find(['webgpu']);
      expect(webgpu).toMatchObject({ state: 'unavailable', placement: null });
      expect(webgpu?.fault?.message).toContain('No supported adapters');
      expect(webgpu?.fix).toContain('\n# To undo it: sudo apt-get remove ');
    },
  );

  it.runIf(process.platform === 'linux' && process.arch === 'x64')(
    'calls WebGPU on SwiftShader software, though all nodes ran there',
    async () => {
      const { distDir } = await resolveElectron({ log: () => undefined });
      vi.stubEnv('LD_LIBRARY_PATH', distDir);
      vi.stubEnv('VK_ICD_FILENAMES', join(distDir, 'vk_swiftshader_icd.json'));
      const [webgpu] = await find(['webgpu']);
      expect(webgpu?.placement?.timeRatio['webgpu']).toBeGreaterThan(0.5);
      expect(webgpu).toMatchObject({ state: 'software', name: 'SwiftShader', adapter: { kind: 'software' } });
      expect(webgpu?.fault?.message).toContain('the processor does the work');
    },
    180_000,
  );
});

describe('the small model', () => {
  it('is written once, and again where somebody altered it', async () => {
    await find(['cpu']);
    const folder = join(cacheDir, 'devices');
    const [file] = readdirSync(folder).filter((name) => name.endsWith('.onnx'));
    writeFileSync(join(folder, file!), 'something else');
    expect((await find(['cpu']))[0]?.state).toBe('ready');
    expect(readdirSync(folder).filter((name) => name.endsWith('.onnx'))).toEqual([file]);
  });
});

describe('a worker', () => {
  const launch = (): Promise<WorkerChannel> => forkWorker(workerEntry)();

  it('that is killed during a trial is a status, and the trials leave no process behind', async () => {
    const workers = watched(forkWorker(workerEntry));
    let started = 0;
    const launchers = nativeOnly(async () => {
      const channel = await workers.launch();
      started += 1;
      // The first lists the backends, the second tries the processor.
      if (started === 3) channel.kill();
      return channel;
    });
    const devices = await find(['cpu', 'webgpu'], launchers);
    expect(devices.map(({ state }) => state)).toEqual(['ready', 'unavailable']);
    expect(await workers.ended()).toHaveLength(3);
    expect(devices[1]?.fault).toMatchObject({
      code: 'worker-died',
      message: expect.stringContaining('SIGKILL'),
    });
  });

  it('that answers wrongly is not used', async () => {
    // The same worker, with its answers turned around on the way.
    const launchers = nativeOnly(async () => {
      const channel = await launch();
      return {
        ...channel,
        onMessage: (listener) => channel.onMessage((message) => listener(negated(message))),
      };
    });
    const [cpu] = await find(['cpu'], launchers);
    expect(cpu).toMatchObject({ state: 'unavailable', fault: { code: 'task-check-failed' } });
    expect(cpu?.fault?.message).toContain('cpu answers wrongly: off by 200 %');
  });

  it('is ended when a person stops the search', async () => {
    const controller = new AbortController();
    const launchers = nativeOnly(async () => {
      const channel = await launch();
      controller.abort();
      return channel;
    });
    await expect(find(['cpu'], launchers, controller.signal)).rejects.toMatchObject({ code: 'interrupted' });
  });
});

/** Each output of an inference with its sign changed. */
function negated(message: unknown): unknown {
  const { answer } = message as { answer?: Record<string, { type?: string; data?: Float32Array }> };
  const tensor = answer?.['y'];
  if (!(tensor?.data instanceof Float32Array)) return message;
  const y = { ...tensor, data: tensor.data.map((value) => -value) };
  return { ...(message as object), answer: { ...answer, y } };
}
