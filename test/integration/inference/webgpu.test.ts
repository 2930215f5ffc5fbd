/** Native WebGPU on SwiftShader, the software renderer that comes with Electron: the real code path without a GPU. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import type { Answer } from '#core/worker/messages.ts';
import type { TensorMap } from '#core/tensor.ts';
import { withoutFirstRun } from '#core/warm-trace.ts';
import { PLAIN_CPU } from '#inference/plain-cpu.ts';
import { loadAssets } from '#catalogue/inputs.ts';
import { prepareVariant } from '#catalogue/variants.ts';
import { runReference } from '#inference/reference.ts';
import { createClient } from '#inference/worker/client.ts';
import { forkWorker } from '#inference/worker/fork.ts';
import { PP_OCRV4_CLS } from '#models/pp-ocrv4-cls.ts';
import { buildWorker } from '#test/support/build-worker.ts';
import { modelFile } from '#test/support/model-file.ts';
import { type ModelSpec, node } from '#test/support/onnx-models.ts';
import { NEVER, PACKAGE_ROOT, realWorkload } from '#test/support/real-workload.ts';
import { swiftShader } from '#test/support/swift-shader.ts';

/** SwiftShader needs all processors for some twenty seconds, and other tests may have them. */
const IN_SOFTWARE_MS = 240_000;

const WEBGPU = { provider: 'webgpu', device: 'gpu' } as const;

let launch: WorkerLauncher;
beforeAll(async () => {
  launch = forkWorker(await buildWorker(), await swiftShader());
});

it(
  'the orientation classifier runs on WebGPU, agrees with the processor, and is known to be software',
  async () => {
    // Two lines of text, one of them upside down: in software an inference takes half a second and more.
    const feeds = PP_OCRV4_CLS.inputs(await loadAssets(PP_OCRV4_CLS, PACKAGE_ROOT)).slice(0, 2);
    const places = { packageRoot: PACKAGE_ROOT, cacheDir: join(PACKAGE_ROOT, 'out/test-cache') };
    const { path, sha256, dataFiles } = await prepareVariant(PP_OCRV4_CLS, 'fp32', places, { launch });
    const reference = () => runReference({ model: 'cls', file: { path, sha256, dataFiles }, feeds, launch });
    const workload = await realWorkload(PP_OCRV4_CLS, WEBGPU, { launch, feeds, reference, check: null });

    const { ran, fidelity } = await workload.prepare(NEVER);
    expect(ran.adapter).toMatchObject({
      name: 'SwiftShader',
      vendor: 'Google',
      kind: 'software',
      verified: true,
    });
    expect(ran.adapter?.evidence).toMatch(/^libvk_swiftshader\.so is the only driver loaded/);
    expect(ran.tensorsOn).toBe('host');
    // Its 18 Clip nodes are left to the processor; all others are WebGPU's.
    expect(ran.placement.fallbacks).toMatchObject([{ operator: 'Clip', provider: 'cpu', nodes: 18 }]);
    expect(ran.placement.timeRatio['webgpu']).toBeGreaterThan(0.5);
    expect(fidelity?.maxAbsError).toBeLessThan(1e-3);
    expect(fidelity?.top1Agreement).toBe(1);

    await workload.start({ kind: 'back-to-back' });
    const { startsS } = await workload.stop();
    expect(startsS.length).toBeGreaterThan(0);
    await workload.close();
  },
  IN_SOFTWARE_MS,
);

/** WebGPU has no determinant. The copy to the host that it makes necessary is a node of WebGPU's. */
const ONE_LACKS: ModelSpec = {
  nodes: [
    ...[0, 1, 2, 3].flatMap((at) => [
      node('Mul', [at === 0 ? 'x' : `a${at - 1}`, 'x'], `m${at}`),
      node('Add', [`m${at}`, 'x'], `a${at}`),
    ]),
    node('Det', ['a3'], 'y'),
  ],
  inputs: { x: [2, 4, 4] },
  outputs: { y: 1 },
};
const ALL_THERE: ModelSpec = { ...ONE_LACKS, nodes: ONE_LACKS.nodes.slice(0, -1), outputs: { a3: 3 } };
const X: TensorMap = {
  x: { type: 'float32', dims: [2, 4, 4], data: Float32Array.from({ length: 32 }, (_, at) => Math.sin(at)) },
};

describe('a model with one operator that WebGPU lacks', () => {
  let folder: string;
  let profileFolder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'joulemark-test-'));
    profileFolder = mkdtempSync(join(folder, 'profile-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const load = async (spec: ModelSpec, changes: object): Promise<Answer<'load'>> => {
    const client = createClient(await launch());
    const file = modelFile(folder, spec);
    try {
      const ask = { ...PLAIN_CPU, ...file, provider: 'webgpu', feeds: X, profileFolder, ...changes } as const;
      return await client.call('load', ask);
    } finally {
      await client.close(new Fault('interrupted', 'closed'));
    }
  };

  it('shows exactly that node on the processor, with the share that the trace has', async () => {
    const { ran } = await load(ONE_LACKS, {});
    const { placement } = ran ?? {};
    expect(placement?.nodeRatio).toEqual({ webgpu: 9 / 10, cpu: 1 / 10 });
    expect(placement?.examples).toEqual(['Det:y']);

    const share = shareOfDet(profileFolder);
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(1);
    expect(placement?.timeRatio['cpu']).toBeCloseTo(share, 12);
    expect(placement?.fallbacks).toEqual([
      { operator: 'Det', provider: 'cpu', nodes: 1, timeRatio: expect.closeTo(share, 12) as number },
    ]);
  });

  it('is refused without fallback, and the node is named', async () => {
    await expect(load(ONE_LACKS, { noFallback: true })).rejects.toMatchObject({
      code: 'fallback-refused',
      message: expect.stringMatching(
        /^webgpu left 1 node to another provider: 1 × Det on cpu \(.* of node time\), e\.g\. "Det:y"\.$/,
      ) as string,
    });
  });

  it('is refused by ONNX Runtime itself where no profile was asked for', async () => {
    const refused = load(ONE_LACKS, { noFallback: true, profileFolder: null });
    await expect(refused).rejects.toMatchObject({ code: 'fallback-refused' });
  });

  it('runs without fallback where WebGPU has all operators', async () => {
    const { ran } = await load(ALL_THERE, { noFallback: true });
    expect(ran?.placement).toMatchObject({ timeRatio: { webgpu: 1 }, fallbacks: [] });
  });
});

/** From the trace that the worker left, by another way than its own. */
function shareOfDet(folder: string): number {
  const [file = ''] = readdirSync(folder);
  const text = readFileSync(join(folder, file), 'utf8');
  const events = withoutFirstRun(JSON.parse(text)) as { name?: string; cat?: string; dur: number }[];
  const nodes = events.filter(({ cat, name }) => cat === 'Node' && name?.endsWith('_kernel_time'));
  const total = nodes.reduce((sum, { dur }) => sum + dur, 0);
  const det = nodes.filter(({ name }) => name?.startsWith('Det')).reduce((sum, { dur }) => sum + dur, 0);
  return det / total;
}
