/** A person's own model, from its file to its figures, with real workers. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PRECISIONS, type Precision } from '#core/configuration.ts';
import type { ImportReport } from '#core/imported.ts';
import type { VariantStep, VariantTable } from '#core/variant-table.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import { forkWorker } from '#inference/worker/fork.ts';
import { importModel, inspectModel, removeModel } from '#runner/models.ts';
import type { Places } from '#runner/places.ts';
import { tabulateVariants, type VariantsRequest } from '#runner/variants.ts';
import { buildWorker } from '#test/support/build-worker.ts';
import { npy } from '#test/support/npy.ts';
import { modelBytes, node, noise, weights } from '#test/support/onnx-models.ts';
import { NEVER, PACKAGE_ROOT } from '#test/support/real-workload.ts';
import { SMALL_NET_SHAPES, smallNet } from '#test/support/small-net.ts';

let folder: string;
let launch: WorkerLauncher;
let places: Places;
const at = (name: string): string => join(folder, name);
const silent = (): void => undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-own-'));
  launch = forkWorker(await buildWorker());
  places = {
    ...{ packageRoot: PACKAGE_ROOT, version: '0.0.0', workerEntry: '' },
    ...{ dataDir: at('data'), historyDir: at('data/history'), cacheDir: at('cache') },
    meterSources: { sysfsRoot: null, replayFile: null, plugAddress: null },
    electron: null,
  };
  writeFileSync(at('small-net.onnx'), smallNet());
});
afterAll(() => rmSync(folder, { recursive: true }));

type Wishes = Partial<Parameters<typeof importModel>[0]>;
function take(file: string, wishes: Wishes = {}): Promise<ImportReport> {
  return importModel({
    ...{ file: at(file), id: null, shapes: {}, inputs: null, normalisation: 'unit' as const },
    ...{ minSqnrDb: null, classes: null, places, launch, say: silent },
    ...wishes,
  });
}
function tabulate(
  models: readonly string[],
  precisions: readonly Precision[] | null,
  told: Partial<Pick<VariantsRequest, 'onStep' | 'onTable'>> = {},
) {
  return tabulateVariants({
    ...{ models, precisions, places, launch, signal: NEVER, onStep: silent },
    ...told,
  });
}

describe('a model that is looked at', () => {
  it('has its name, inputs with open dimensions and outputs, and nothing is kept', async () => {
    expect(await inspectModel(at('small-net.onnx'))).toEqual({
      id: 'small-net',
      inputs: [{ name: 'x', type: 'float32', dims: ['batch', 32, 'height', 'width'] }],
      outputs: ['scores'],
    });
    expect(existsSync(at('data/models'))).toBe(false);
  });

  it('is refused where it is none', async () => {
    writeFileSync(at('letter.onnx'), 'Dear Ada,');
    await expect(inspectModel(at('letter.onnx'))).rejects.toMatchObject({ code: 'model-corrupt' });
    await expect(inspectModel(at('nowhere.onnx'))).rejects.toMatchObject({ code: 'model-missing' });
  });
});

describe('an imported model', () => {
  let report: ImportReport;
  beforeAll(async () => {
    report = await take('small-net.onnx', { shapes: SMALL_NET_SHAPES, minSqnrDb: 15 });
  });

  it('is described by what its file says and its run shows', () => {
    expect(report).toMatchObject({
      ...{ id: 'small-net', classOutput: 'scores', compared: 32, calibrating: 32, warnings: [] },
      parameters: 64 * 32 * 9 + 64 + 64 * 64 * 9 + 64 + 64 * 256 + 2560,
      cost: { macs: 144 * 9 * (32 * 64 + 64 * 64) + 64 * 256 + 2560 },
      outputs: [{ name: 'scores', type: 'float32', dims: [1, 10] }],
      bounds: { minSqnrDb: 15 },
    });
    const spec = { dims: SMALL_NET_SHAPES.x };
    expect(report.inputs[0]).toMatchObject({ fileDims: 'batch, 32, height, width', spec });
    expect(report.precisions.filter(({ applies }) => !applies)).toEqual([]);
    expect(readdirSync(at('data/models'))).toEqual(['small-net.json']);
  });

  it('runs at every precision, with its fidelity over 32 inputs', { timeout: 240_000 }, async () => {
    const steps: VariantStep[] = [];
    const tables: VariantTable[] = [];
    const { rows } = await tabulate(['imported'], null, {
      onStep: (step) => steps.push(step),
      onTable: (table) => tables.push(table),
    });
    const of = PRECISIONS.length;
    expect(steps).toEqual(
      PRECISIONS.map((precision, index) => ({ model: 'small-net', precision, number: index + 1, of })),
    );
    // Each row is told as it comes; the last table is the model's, with what does not apply.
    expect(tables.map((table) => table.rows.length)).toEqual([...steps.map(({ number }) => number), of]);
    expect(rows.map(({ precision, fault }) => [precision, fault])).toEqual(
      PRECISIONS.map((each) => [each, null]),
    );
    const fidelityAt = (precision: Precision) => rows.find((row) => row.precision === precision)?.fidelity;
    for (const { precision, fidelity, bytes } of rows) {
      expect(fidelity).toMatchObject({ inputs: 32, cosine: expect.any(Number) });
      if (precision !== 'fp32' && precision !== 'sparse-50') expect(bytes).toBeLessThan(report.bytes);
    }
    expect(fidelityAt('fp32')).toMatchObject({ maxAbsError: 0, top1Agreement: 1 });
    for (const precision of ['fp16', 'int8-dynamic', 'int8-static'] as const) {
      expect(fidelityAt(precision)?.holds).toBe(true);
      expect(fidelityAt(precision)?.maxAbsError).toBeGreaterThan(0);
    }
    expect(fidelityAt('pruned-50')?.holds).toBe(false);
  });

  it('whose file was moved or changed fails in its rows alone', async () => {
    const faultNow = async () => (await tabulate(['small-net'], ['fp32'])).rows[0]?.fault;
    renameSync(at('small-net.onnx'), at('moved.onnx'));
    expect(await faultNow()).toMatchObject({
      code: 'model-missing',
      remedy: expect.stringContaining('import it again'),
    });
    writeFileSync(at('small-net.onnx'), modelBytes({ nodes: [], outputs: {} }));
    expect((await faultNow())?.code).toBe('model-altered');
    renameSync(at('moved.onnx'), at('small-net.onnx'));
    expect(await faultNow()).toBeNull();
  });

  it('keeps its name for itself', async () => {
    await expect(take('small-net.onnx')).rejects.toMatchObject({
      code: 'wrong-usage',
      remedy: expect.stringContaining('--id small-net-2'),
    });
    await expect(take('small-net.onnx', { id: 'all' })).rejects.toMatchObject({ code: 'wrong-usage' });
    await expect(removeModel('silero-vad', places)).rejects.toMatchObject({ code: 'wrong-usage' });
    await expect(removeModel('small-nte', places)).rejects.toMatchObject({
      message: expect.stringContaining('mean "small-net"'),
    });
  });

  it('is forgotten without its file', async () => {
    await take('small-net.onnx', { id: 'other', shapes: SMALL_NET_SHAPES });
    await removeModel('other', places);
    expect(readdirSync(at('data/models'))).toEqual(['small-net.json']);
    expect(existsSync(at('small-net.onnx'))).toBe(true);
  });
});

it('inputs of one’s own give the shape, are split, and are known when they are others', async () => {
  mkdirSync(at('samples'));
  const sample = (seed: number) => npy('<f4', [1, 32, 10, 10], noise(3200, seed));
  for (let i = 0; i < 5; i += 1) writeFileSync(at(`samples/${i}.npy`), sample(i + 1));
  const report = await take('small-net.onnx', { id: 'given', inputs: at('samples') });
  expect(report).toMatchObject({ compared: 3, calibrating: 2, source: at('samples') });
  expect(report.inputs[0]?.spec.dims).toEqual([1, 32, 10, 10]);
  expect(report.warnings).toEqual([expect.stringContaining('3 distinct inputs')]);
  writeFileSync(at('samples/0.npy'), sample(99));
  expect((await tabulate(['given'], ['fp32'])).rows[0]?.fault).toMatchObject({
    code: 'input-invalid',
    message: expect.stringContaining('not those that given'),
  });
});

describe('an import of what does not run', () => {
  it('names the node, says what to try, and keeps nothing', async () => {
    const bytes = modelBytes({
      nodes: [node('MatMul', ['x', 'w'], 'y')],
      inputs: { x: ['rows', 'columns'] },
      outputs: { y: 2 },
      initializers: [weights('w', [7, 3])],
    });
    writeFileSync(at('mismatch.onnx'), bytes);
    await expect(take('mismatch.onnx')).rejects.toMatchObject({
      code: 'inference-failed',
      message: expect.stringContaining('MatMul:y'),
      remedy: expect.stringContaining('--shape'),
    });
    expect(existsSync(at('data/models/mismatch.json'))).toBe(false);
    expect(await take('mismatch.onnx', { shapes: { x: [1, 7] } })).toMatchObject({ id: 'mismatch' });
  });

  it('finds the whole numbers on which it runs by trying', async () => {
    const bytes = modelBytes({
      nodes: [node('GatherElements', ['table', 'which'], 'y', { axis: 0 })],
      inputs: { which: { type: 7, dims: [8] } },
      outputs: { y: 1 },
      initializers: [weights('table', [2])],
    });
    writeFileSync(at('pick.onnx'), bytes);
    const report = await take('pick.onnx');
    expect(report.inputs[0]?.values).toBe('whole numbers below 2, found by trying');
  });

  it.each([
    ['text', () => new TextEncoder().encode('not a model')],
    ['half a model', () => smallNet().subarray(0, 1000)],
  ])('refuses %s', async (_what, bytes) => {
    writeFileSync(at('bad.onnx'), bytes());
    await expect(take('bad.onnx')).rejects.toMatchObject({ code: 'model-corrupt' });
  });
});
