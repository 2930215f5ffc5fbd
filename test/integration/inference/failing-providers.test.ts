/** Providers that are absent or fail, workers that use too much memory or hang: each ends with words that help. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Provider } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { Answer, CallKind } from '#core/worker/messages.ts';
import { PLAIN_CPU } from '#inference/plain-cpu.ts';
import { int64Tensor } from '#precision/onnx/make.ts';
import { createClient } from '#inference/worker/client.ts';
import { forkWorker } from '#inference/worker/fork.ts';
import { buildWorker } from '#test/support/build-worker.ts';
import { modelFile } from '#test/support/model-file.ts';
import { type ModelSpec, node } from '#test/support/onnx-models.ts';
import { swiftShader } from '#test/support/swift-shader.ts';
import { watched } from '#test/support/worker-processes.ts';

let worker: string;
let folder: string;
beforeAll(async () => {
  worker = await buildWorker();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const SMALL: ModelSpec = { nodes: [node('Add', ['x', 'x'], 'y')], inputs: { x: [4] }, outputs: { y: 1 } };
const X: TensorMap = { x: { type: 'float32', dims: [4], data: Float32Array.of(1, 2, 3, 4) } };

interface Loading {
  readonly spec?: ModelSpec;
  readonly changes?: {
    readonly provider?: Provider;
    readonly memoryLimitBytes?: number;
    readonly feeds?: TensorMap;
  };
  readonly env?: NodeJS.ProcessEnv;
}

async function load({ spec = SMALL, changes = {}, env = {} }: Loading): Promise<Answer<'load'>> {
  const client = createClient(await forkWorker(worker, env)());
  const profileFolder = mkdtempSync(join(folder, 'profile-'));
  try {
    return await client.call('load', {
      ...PLAIN_CPU,
      ...modelFile(folder, spec),
      feeds: X,
      profileFolder,
      ...changes,
    });
  } finally {
    await client.close(new Fault('interrupted', 'closed'));
  }
}

describe('a provider', () => {
  it.each(['cuda', 'tensorrt'] as const)(
    'whose libraries are not there is missing, and says how to get them: %s',
    async (provider) => {
      await expect(load({ changes: { provider } })).rejects.toMatchObject({
        code: 'provider-missing',
        message: expect.stringMatching(
          new RegExp(
            `on ${provider}: .*Failed to load shared library \\(libonnxruntime_providers_\\w+\\.so cannot be opened\\)`,
          ),
        ),
        remedy: expect.stringContaining('joulemark devices enable cuda'),
      });
    },
  );

  it.each(['dml', 'coreml'] as const)(
    'that this build has not is missing, and what it has is named: %s',
    async (provider) => {
      await expect(load({ changes: { provider } })).rejects.toMatchObject({
        code: 'provider-missing',
        message: expect.stringMatching(new RegExp(`has no ${provider}; it has cpu, .*webgpu`)),
      });
    },
  );

  it('that runs in a page is none of the native worker’s', async () => {
    await expect(load({ changes: { provider: 'wasm' } })).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('wasm runs in a browser page'),
    });
  });
});

describe('WebGPU', () => {
  const changes = { provider: 'webgpu' } as const;
  const failed = {
    code: 'provider-failed',
    message: expect.stringContaining('Failed to get a WebGPU adapter'),
    remedy: expect.stringContaining('mesa-vulkan-drivers'),
  };

  it('without a driver names what to install', async () => {
    const env = { VK_ICD_FILENAMES: join(folder, 'none.json'), VK_DRIVER_FILES: join(folder, 'none.json') };
    await expect(load({ changes, env })).rejects.toMatchObject(failed);
  });

  it('with a driver that cannot be loaded says that no driver offers a GPU', async () => {
    const manifest = join(folder, 'broken.json');
    const ICD = { library_path: join(folder, 'broken.so'), api_version: '1.3.0' };
    writeFileSync(manifest, JSON.stringify({ file_format_version: '1.0.0', ICD }));
    writeFileSync(ICD.library_path, 'no library at all');
    const env = { ...(await swiftShader()), VK_ICD_FILENAMES: manifest };
    await expect(load({ changes, env })).rejects.toMatchObject({
      ...failed,
      remedy: expect.stringContaining('no driver offers a GPU'),
    });
  });
});

const TO_UINT16 = node('Cast', ['x'], 'a', { to: 4 });

it.each([
  ['ONNX does not have', [node('Add', ['x', 'x'], 'a'), node('Invented', ['a'], 'y')], 'Invented:y'],
  [
    'no provider has for its type',
    [
      TO_UINT16,
      node('BitShift', ['a', 'a'], 'b', { direction: 'LEFT' }),
      node('Cast', ['b'], 'y', { to: 1 }),
    ],
    'BitShift:b',
  ],
])('an operator that %s is refused with the name of its node', async (_which, nodes, name) => {
  await expect(load({ spec: { ...SMALL, nodes } })).rejects.toMatchObject({
    code: 'operator-unsupported',
    message: expect.stringContaining(name),
  });
});

describe('memory', () => {
  /** Fills half a gibibyte, and keeps it: four times the limit. */
  const LARGE: ModelSpec = {
    nodes: [node('Expand', ['x', 'shape'], 'wide'), node('Add', ['wide', 'wide'], 'y')],
    inputs: { x: [1] },
    outputs: { y: 1 },
    initializers: [int64Tensor('shape', [2 ** 27])],
  };
  const ONE: TensorMap = { x: { type: 'float32', dims: [1], data: Float32Array.of(1) } };

  it('above the limit ends the worker, which says so', async () => {
    const changes = { memoryLimitBytes: 2 ** 28, feeds: ONE };
    await expect(load({ spec: LARGE, changes })).rejects.toMatchObject({
      code: 'out-of-memory',
      message: expect.stringMatching(
        /^The worker used \d+ MiB of memory, its limit is 256 MiB, and was ended$/,
      ),
      remedy: expect.stringContaining('--memory-limit'),
    });
  });

  it('below the limit is let alone', async () => {
    const { ran } = await load({ changes: { memoryLimitBytes: 2 ** 30 } });
    expect(ran?.placement.timeRatio).toEqual({ cpu: 1 });
  });

  it('that a GPU does not have is a fault of its own', async () => {
    // Four gibibytes in one buffer: more than SwiftShader allocates.
    const spec = { ...LARGE, initializers: [int64Tensor('shape', [2 ** 30])] };
    const refused = load({ spec, changes: { provider: 'webgpu', feeds: ONE }, env: await swiftShader() });
    await expect(refused).rejects.toMatchObject({ code: 'out-of-memory' });
  });

  it('that ONNX Runtime cannot get is a fault of its own', async () => {
    // A pebibyte: no system gives it.
    const initializers = [int64Tensor('shape', [2 ** 48])];
    await expect(load({ spec: { ...LARGE, initializers }, changes: { feeds: ONE } })).rejects.toMatchObject({
      code: 'out-of-memory',
      message: expect.stringContaining('Failed to allocate memory for requested buffer of size'),
    });
  });
});

describe('a worker that hangs', () => {
  const hangs = (kind: CallKind): string => {
    const path = join(folder, `hangs-${kind}.mjs`);
    // It answers all that comes before, then its main thread never comes back, as in a driver that waits.
    writeFileSync(
      path,
      `process.on('message', ({ kind, id }) => {
         if (kind === '${kind}') for (;;);
         process.send({ ok: true, id, answer: { load: { ran: null }, start: null, cpu: 0 }[kind] });
       });`,
    );
    return path;
  };

  it.each([
    ['load', 'loading the model'],
    ['start', 'running its first inference'],
    ['cpu', 'telling its processor time'],
    ['stop', 'ending the inference under way'],
  ] as const)('in "%s" is ended at its limit, and what it was at is said', async (kind, doing) => {
    const workers = watched(forkWorker(hangs(kind)));
    const client = createClient(await workers.launch(), { [kind]: 0.2 });
    const use = async (): Promise<void> => {
      const [path, sha256] = [join(folder, 'model.onnx'), 'f'.repeat(64)];
      await client.call('load', { ...PLAIN_CPU, path, sha256, dataFiles: [] });
      await client.call('start', { pace: { kind: 'back-to-back' } });
      await client.call('cpu', {});
      await client.call('stop', {});
    };
    await expect(use()).rejects.toMatchObject({
      code: 'worker-silent',
      message: `The worker was not done with ${doing} within 0.2 s, and was ended`,
      remedy: expect.stringContaining('run this configuration alone'),
    });
    expect(await workers.ended()).toEqual(['killed by SIGKILL']);
  });
});
