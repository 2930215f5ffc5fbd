/** The hidden page that runs models with onnxruntime-web, in a real Electron. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareOutputs } from '#core/fidelity.ts';
import { parseTarget } from '#core/providers.ts';
import { hashModelFiles } from '#inference/model-hash.ts';
import { runFeeds } from '#inference/run-feeds.ts';
import { SILERO_VAD } from '#models/silero-vad.ts';
import { externalTensor, floatBytes, writeAdd } from '#test/support/model-folder.ts';
import { expect, isAlive } from './support/app.ts';
import {
  CLOSED,
  launchNative,
  loadAsk,
  ON_SWIFTSHADER,
  shipped,
  test,
  withOneFallback,
} from './support/web.ts';

const WASM = parseTarget('wasm')!;
const BACK_TO_BACK = { kind: 'back-to-back' } as const;

test('the page is isolated, and reaches nothing but its own files', async ({ web }) => {
  await web.client();
  const seen = await web.devTools.evaluate(`(async () => {
    const refused = (address) => fetch(address).then(() => 'let through', () => 'refused');
    return {
      isolated: crossOriginIsolated,
      node: typeof process + typeof require,
      window: await refused('app://joulemark/index.html'),
      network: await refused('http://127.0.0.1:1/'),
      unknown: (await fetch('/model/0')).status,
      script: (() => { try { return new Function('return 1')(); } catch { return 'refused'; } })(),
    };
  })()`);
  expect(seen).toEqual({
    isolated: true,
    node: 'undefinedundefined',
    window: 'refused',
    network: 'refused',
    unknown: 404,
    script: 'refused',
  });
});

test('wasm answers as the native runtime does, and says where it ran', async ({ web }) => {
  const { file, inputs } = await shipped(SILERO_VAD);
  const client = await web.client();
  const { ran } = await client.call('load', loadAsk(file, inputs[0]!, WASM, { threads: 2 }));
  expect(ran).toEqual({
    placement: { timeRatio: { cpu: 1 }, nodeRatio: { cpu: 1 }, fallbacks: [], examples: [] },
    adapter: null,
    tensorsOn: 'host',
  });
  const outputs = await client.call('infer', { feeds: inputs[0]! });
  const native = await runFeeds(file, inputs.slice(0, 1), launchNative);
  expect(compareOutputs(native, [outputs], null).maxAbsError).toBeLessThan(1e-4);
});

test('a model whose tensors lie in a file beside it answers, too', async ({ web, dataDir }) => {
  await writeFile(join(dataDir, 'weights.bin'), floatBytes(10, 20, 30, 40));
  const path = writeAdd(dataDir, externalTensor('w', [4], { location: 'weights.bin' }));
  const dataFiles = ['weights.bin'];
  const file = { path, dataFiles, sha256: await hashModelFiles(path, dataFiles) };
  const feeds = { x: { type: 'float32' as const, dims: [4], data: Float32Array.of(1, 2, 3, 4) } };
  const client = await web.client();
  await client.call('load', loadAsk(file, feeds, WASM, { profileFolder: null }));
  expect([...(await client.call('infer', { feeds }))['y']!.data]).toEqual([11, 22, 33, 44]);
});

test('its times are on the clock that we share, within what was asked for', async ({ web }) => {
  const { file, inputs } = await shipped(SILERO_VAD);
  const client = await web.client();
  await client.call('load', loadAsk(file, inputs[0]!, WASM, { profileFolder: null }));
  const nowS = (): number => Number(process.hrtime.bigint()) / 1e9;
  const beforeS = nowS();
  await client.call('start', { pace: { kind: 'fixed-rate', ratePerS: 50 } });
  const { startsS, endsS, cpuAtS, cpuSeconds } = await client.call('stop', {});
  const afterS = nowS();
  const times = [beforeS, cpuAtS[0]!, startsS[0]!, endsS[0]!, endsS.at(-1)!, cpuAtS.at(-1)!, afterS];
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(cpuSeconds.at(-1)!).toBeGreaterThanOrEqual(cpuSeconds[0]!);
  expect(await client.call('cpu', {})).toBeGreaterThanOrEqual(cpuSeconds.at(-1)!);
});

test('a model that is not the one asked for is not served', async ({ web }) => {
  const { file, inputs } = await shipped(SILERO_VAD);
  const client = await web.client();
  const loading = client.call('load', loadAsk({ ...file, sha256: 'ab' }, inputs[0]!, WASM));
  await expect(loading).rejects.toMatchObject({ code: 'model-altered' });
});

test('webnn says that its nodes ran on the processor, where there is no NPU', async ({ web }) => {
  const { file, inputs } = await shipped(SILERO_VAD);
  const client = await web.client();
  const { ran } = await client.call('load', loadAsk(file, inputs[0]!, parseTarget('webnn:npu')!));
  expect(ran?.adapter?.verified).toBe(false);
  expect(ran?.placement.timeRatio['cpu']).toBe(1);
});

test('a page that is killed ends its worker with the reason', async ({ web }) => {
  const { file, inputs } = await shipped(SILERO_VAD);
  const client = await web.client();
  await client.call('load', loadAsk(file, inputs[0]!, WASM, { profileFolder: null }));
  await client.call('start', { pace: BACK_TO_BACK });
  const [pid] = await web.devTools.pidsOf('renderer');
  process.kill(pid!, 'SIGKILL');
  await expect(client.call('stop', {})).rejects.toMatchObject({ code: 'worker-died', message: /SIGKILL/ });
  const next = await web.client();
  expect(await next.call('cpu', {})).toBeGreaterThanOrEqual(0);
});

test('a page above its memory limit is ended, saying so', async ({ web }) => {
  const { file, inputs } = await shipped(SILERO_VAD);
  const client = await web.client();
  const loading = client.call('load', loadAsk(file, inputs[0]!, WASM, { memoryLimitBytes: 2 ** 26 }));
  await expect(loading).rejects.toMatchObject({
    code: 'worker-died',
    message: /out of memory: .* limit of 67 MB/,
  });
});

test('a page that was closed leaves no window and no process, in the middle of its work too', async ({
  web,
}) => {
  const { file, inputs } = await shipped(SILERO_VAD);
  const client = await web.client();
  await client.call('load', loadAsk(file, inputs[0]!, WASM, { threads: 2, profileFolder: null }));
  await client.call('start', { pace: BACK_TO_BACK });
  const pids = await web.devTools.pidsOf('renderer');
  expect(pids).toHaveLength(1);
  await client.close(CLOSED);
  expect(await web.devTools.pages()).toEqual([]);
  await expect.poll(() => pids.filter(isAlive)).toEqual([]);
});

test('two pages run beside each other, each in a process of its own', async ({ web }) => {
  const { file, inputs } = await shipped(SILERO_VAD);
  const clients = [await web.client(), await web.client()];
  const asks = clients.map((client) =>
    client.call('load', loadAsk(file, inputs[0]!, WASM, { profileFolder: null })),
  );
  await Promise.all(asks);
  expect(new Set(await web.devTools.pidsOf('renderer')).size).toBe(2);
});

test('Electron ends when whoever started it goes', async ({ web }) => {
  await web.client();
  const { pid } = web.process;
  web.process.disconnect();
  await expect.poll(() => isAlive(pid!)).toBe(false);
});

test.describe('WebGPU without a GPU', () => {
  test('tells that there is no adapter', async ({ web, dataDir }) => {
    const { file, feeds } = await withOneFallback(dataDir);
    const client = await web.client();
    const loading = client.call('load', loadAsk(file, feeds, parseTarget('web-webgpu')!));
    await expect(loading).rejects.toMatchObject({ code: 'provider-missing', remedy: /Vulkan/ });
  });
});

test.describe('WebGPU on SwiftShader', () => {
  test.use({ chromiumFlags: ON_SWIFTSHADER });

  test('is labelled software, and keeps its tensors on the device', async ({ web, dataDir }) => {
    const { file, feeds } = await withOneFallback(dataDir);
    const client = await web.client();
    const { ran } = await client.call('load', loadAsk(file, feeds, parseTarget('web-webgpu')!));
    expect(ran?.adapter).toMatchObject({ name: 'SwiftShader', kind: 'software', verified: true });
    expect(ran?.tensorsOn).toBe('device');
    expect(ran?.placement.fallbacks).toMatchObject([{ operator: 'Hardmax', provider: 'cpu', nodes: 1 }]);
    const outputs = await client.call('infer', { feeds });
    const native = await runFeeds(file, [feeds], launchNative);
    expect(compareOutputs(native, [outputs], null).maxAbsError).toBeLessThan(1e-5);
    await client.call('start', { pace: BACK_TO_BACK });
    expect((await client.call('stop', {})).startsS.length).toBeGreaterThan(0);
  });

  test('refuses any fallback where none is allowed, naming the node', async ({ web, dataDir }) => {
    const { file, feeds } = await withOneFallback(dataDir);
    const client = await web.client();
    const loading = client.call(
      'load',
      loadAsk(file, feeds, parseTarget('web-webgpu')!, { noFallback: true }),
    );
    await expect(loading).rejects.toMatchObject({
      code: 'fallback-refused',
      message: /^web-webgpu left 1 node to another provider: 1 × Hardmax .* "Hardmax:c"\.$/,
    });
  });

  test('a GPU process that dies is a device that was lost', async ({ web, dataDir }) => {
    const { file, feeds } = await withOneFallback(dataDir);
    const client = await web.client();
    await client.call('load', loadAsk(file, feeds, parseTarget('web-webgpu')!, { profileFolder: null }));
    await client.call('start', { pace: BACK_TO_BACK });
    const [gpu] = await web.devTools.pidsOf('GPU');
    process.kill(gpu!, 'SIGKILL');
    await expect(client.call('stop', {})).rejects.toMatchObject({ code: 'device-lost' });
  });
});
