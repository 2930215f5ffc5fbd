/** Model files made at a reduced precision, with real workers. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { quantizeFile, type QuantizeOptions } from '#catalogue/quantize.ts';
import { PRECISIONS } from '#core/configuration.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import { forkWorker } from '#inference/worker/fork.ts';
import { buildWorker } from '#test/support/build-worker.ts';
import { MACHINE_SETTINGS } from '#test/support/machine-settings.ts';
import { npy } from '#test/support/npy.ts';
import { modelBytes, node, noise, weights } from '#test/support/onnx-models.ts';
import { NEVER } from '#test/support/real-workload.ts';
import { SMALL_NET_SHAPES, smallNet } from '#test/support/small-net.ts';

let folder: string;
let launch: WorkerLauncher;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  launch = forkWorker(await buildWorker());
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-quantize-'));
  writeFileSync(at('in.onnx'), smallNet());
});
afterEach(() => rmSync(folder, { recursive: true }));

const quantize = (changes: Partial<QuantizeOptions> = {}) =>
  quantizeFile({
    ...{ input: at('in.onnx'), output: at('out.onnx'), precision: 'fp16', settings: MACHINE_SETTINGS },
    ...{ shapes: SMALL_NET_SHAPES, inputs: null, normalisation: 'unit', mayMakeInputs: true, force: false },
    ...{ cacheDir: at('cache'), launch, say: () => undefined, signal: NEVER },
    ...changes,
  });

/** 70 samples of another size than the usual one. */
function writeSamples(): void {
  mkdirSync(at('samples'));
  writeFileSync(at('samples/x.npy'), npy('<f4', [70, 32, 6, 6], noise(70 * 32 * 36, 7)));
}

describe('quantizing a file', () => {
  it.each(PRECISIONS.filter((precision) => precision !== 'fp32'))(
    'to %s writes a model that runs',
    async (precision) => {
      const report = await quantize({ precision });
      expect(statSync(at('out.onnx')).size).toBe(report.bytesAfter);
      expect(report).toMatchObject({
        agreement: { inputs: 32, cosine: expect.any(Number) },
        bytesBefore: smallNet().length,
      });
      expect(report.changed.length).toBeGreaterThan(0);
      expect(report.warnings.some((text) => text.includes('made inputs'))).toBe(precision === 'int8-static');
      expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    },
  );

  it('calibrates on given inputs, follows their shape, and compares on others', async () => {
    writeSamples();
    const given = {
      precision: 'int8-static',
      shapes: {},
      inputs: at('samples'),
      mayMakeInputs: false,
    } as const;
    expect(await quantize(given)).toMatchObject({
      ...{ calibratedOn: '38 of the 70 given inputs', comparedOn: '32 of the 70 given inputs' },
      warnings: [],
    });
  });

  it('rewrites a model that cannot run here, and says that it was not compared', async () => {
    const bytes = modelBytes({
      nodes: [node('MatMul', ['x', 'w'], 'y'), node('Magic', ['y'], 'z')],
      inputs: { x: [1, 64] },
      outputs: { z: 2 },
      initializers: [weights('w', [64, 256])],
    });
    writeFileSync(at('in.onnx'), bytes);
    const report = await quantize({ precision: 'int4', shapes: {} });
    expect(report).toMatchObject({
      agreement: null,
      comparedOn: null,
      warnings: [expect.stringContaining('not compared')],
    });
    expect(existsSync(at('out.onnx'))).toBe(true);
  });
});

describe('what must not be written', () => {
  it.each<[string, () => Partial<QuantizeOptions>, object]>([
    [
      'the input',
      () => ({ output: at('in.onnx'), force: true }),
      { code: 'wrong-usage', message: expect.stringContaining('never overwritten') },
    ],
    [
      'a file that is there',
      () => ({ output: at('there.onnx') }),
      { code: 'wrong-usage', remedy: expect.stringContaining('--force') },
    ],
    ['into no folder', () => ({ output: at('none/out.onnx') }), { code: 'file-unwritable' }],
    [
      'without a calibration',
      () => ({ precision: 'int8-static', mayMakeInputs: false }),
      { code: 'calibration-missing' },
    ],
    ['from an empty folder of inputs', () => ({ inputs: at('empty') }), { code: 'input-invalid' }],
    [
      'from inputs of another shape',
      () => ({ inputs: at('samples') }),
      { code: 'input-invalid', message: expect.stringContaining('x.npy') },
    ],
    ['from what is no model', () => ({ input: at('there.onnx') }), { code: 'model-corrupt' }],
    [
      'where nothing can be changed',
      () => ({ input: at('plain.onnx'), shapes: {} }),
      { code: 'precision-not-applicable' },
    ],
  ])('is not: %s', async (_what, changes, fault) => {
    writeSamples();
    mkdirSync(at('empty'));
    writeFileSync(at('there.onnx'), 'somebody’s file');
    writeFileSync(
      at('plain.onnx'),
      modelBytes({
        nodes: [node('Not', ['x'], 'y')],
        inputs: { x: { type: 9, dims: [2] } },
        outputs: { y: null },
      }),
    );
    const before = readFileSync(at('in.onnx'));
    const names = readdirSync(folder);
    await expect(quantize(changes())).rejects.toMatchObject(fault);
    expect(readdirSync(folder).filter((name) => name !== 'cache')).toEqual(names);
    expect(readFileSync(at('in.onnx'))).toEqual(before);
    expect(readFileSync(at('there.onnx'), 'utf8')).toBe('somebody’s file');
  });

  it('is the old file while the new one does not run; then it is replaced', async () => {
    writeFileSync(at('out.onnx'), 'old');
    // The third worker would run what was made.
    let launches = 0;
    const flaky: WorkerLauncher = () => {
      launches += 1;
      return launches > 2 ? Promise.reject(new Error('no worker')) : launch();
    };
    await expect(quantize({ force: true, launch: flaky })).rejects.toThrow('no worker');
    expect(readFileSync(at('out.onnx'), 'utf8')).toBe('old');
    const { bytesAfter } = await quantize({ force: true });
    expect(statSync(at('out.onnx')).size).toBe(bytesAfter);
  });
});
