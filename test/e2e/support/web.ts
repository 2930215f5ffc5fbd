/** Pages that run models, in a real Electron that is started as the command line starts it. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#core/errors.ts';
import type { Target } from '#core/providers.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import type { Ask } from '#core/worker/messages.ts';
import type { ModelFiles } from '#inference/model-hash.ts';
import { PLAIN_CPU } from '#inference/plain-cpu.ts';
import { forkWorker } from '#inference/worker/fork.ts';
import { createClient, type WorkerClient } from '#inference/worker/client.ts';
import { loadAssets } from '#catalogue/inputs.ts';
import { prepareVariant } from '#catalogue/variants.ts';
import type { ModelDefinition } from '#models/definition.ts';
import { model, node } from '#test/support/onnx-models.ts';
import { startWebHost, type WebHost } from '#test/support/web-host.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { ELECTRON_ARGS, electronRuntime, ROOT, test as base } from './app.ts';
import { DEVTOOLS_FLAG, devToolsOf, LISTENING, type DevTools } from './devtools.ts';

/** Chromium's own renderer in place of a GPU, for WebGPU and for what it draws with. */
const ON_SWIFTSHADER = [
  ...['--use-webgpu-adapter=swiftshader', '--use-vulkan=swiftshader'],
  ...['--use-gl=angle', '--use-angle=swiftshader'],
];

export interface Web extends WebHost {
  readonly devTools: DevTools;
  /** A page with a worker in it; closed when the test is over. */
  client(): Promise<WorkerClient>;
}

interface Fixtures {
  /** Chromium's arguments beside our own. */
  chromiumFlags: readonly string[];
  web: Web;
}

export const test = base.extend<Fixtures>({
  chromiumFlags: [[], { option: true }],
  web: async ({ chromiumFlags }, use) => {
    const { executable } = await electronRuntime();
    const host = await startWebHost({
      executable,
      args: [DEVTOOLS_FLAG, ...chromiumFlags, ...ELECTRON_ARGS],
    });
    const clients: WorkerClient[] = [];
    await use({
      ...host,
      devTools: devToolsOf(await host.said(LISTENING)),
      async client() {
        const client = createClient(await host.launch());
        clients.push(client);
        return client;
      },
    });
    await Promise.all(clients.map((client) => client.close(CLOSED)));
    await host.close();
  },
});
export { ON_SWIFTSHADER };

export const CLOSED = new Fault('interrupted', 'The test is over.');

/** What a page is asked to load; `changes` replaces single settings. */
export function loadAsk(
  { path, sha256, dataFiles }: ModelFiles,
  feeds: TensorMap,
  target: Target,
  changes: Partial<Ask<'load'>> = {},
): Ask<'load'> {
  return {
    ...PLAIN_CPU,
    path,
    sha256,
    dataFiles: [...dataFiles],
    feeds,
    ...target,
    profileFolder: 'asked for',
    ...changes,
  };
}

interface Sample {
  readonly file: ModelFiles;
  readonly feeds: TensorMap;
}

/** Native workers of the built app. */
export const launchNative: WorkerLauncher = forkWorker(join(ROOT, 'out/main/worker.js'));

interface Shipped {
  readonly file: ModelFiles;
  /** All its inputs, as a benchmark runs them. */
  readonly inputs: readonly TensorMap[];
}

export async function shipped(definition: ModelDefinition): Promise<Shipped> {
  const places = { packageRoot: ROOT, cacheDir: join(ROOT, 'out/test-cache') };
  const { path, sha256, dataFiles } = await prepareVariant(definition, 'fp32', places, {
    launch: launchNative,
  });
  const inputs = definition.inputs(await loadAssets(definition, ROOT));
  return { file: { path, sha256, dataFiles }, inputs };
}

/** Four nodes that WebGPU computes, and between them one `Hardmax` that it leaves to the processor. */
export async function withOneFallback(folder: string): Promise<Sample> {
  const nodes = [
    node('Relu', ['x'], 'a'),
    node('Exp', ['a'], 'b'),
    node('Hardmax', ['b'], 'c'),
    node('Sigmoid', ['c'], 'd'),
    node('Tanh', ['d'], 'y'),
  ];
  const bytes = writeModel(model({ nodes, inputs: { x: [1, 64] }, outputs: { y: 2 } }));
  const path = join(folder, 'one-fallback.onnx');
  await writeFile(path, bytes);
  const data = Float32Array.from({ length: 64 }, (_, index) => Math.sin(index));
  return {
    file: { path, sha256: createHash('sha256').update(bytes).digest('hex'), dataFiles: [] },
    feeds: { x: { type: 'float32', dims: [1, 64], data } },
  };
}
