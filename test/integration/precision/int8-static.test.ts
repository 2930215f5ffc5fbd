import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { calibrateModel } from '#catalogue/calibrate.ts';
import { compareOutputs } from '#core/fidelity.ts';
import type { TensorMap } from '#core/tensor.ts';
import { forkWorker } from '#inference/worker/fork.ts';
import { PP_OCRV4_CLS } from '#models/pp-ocrv4-cls.ts';
import { PP_OCRV4_DET } from '#models/pp-ocrv4-det.ts';
import { PP_OCRV4_REC } from '#models/pp-ocrv4-rec.ts';
import { SILERO_VAD } from '#models/silero-vad.ts';
import { readModel } from '#precision/onnx/read.ts';
import { DEFAULT_SETTINGS, type VariantSettings } from '#precision/settings.ts';
import { makeVariant } from '#precision/variants.ts';
import fixture from '#test/fixtures/precision/onnxruntime-quantizer.json' with { type: 'json' };
import { buildWorker } from '#test/support/build-worker.ts';
import { runAll, toOrt, withSession } from '#test/support/onnx-run.ts';
import { assetsOf } from '#test/support/package-assets.ts';
import { hashOf, type QuantizerFeeds, quantizerFeeds } from '#test/support/quantizer-feeds.ts';
import { shippedBytes } from '#test/support/shipped-bytes.ts';

/** As the fixture's: uint8 activations, weights a channel. uint8 weights are the same values, exact everywhere. */
const by = (method: VariantSettings['int8-static']['method']): VariantSettings => ({
  ...DEFAULT_SETTINGS,
  int8: { weights: 'uint8' },
  'int8-static': { method, activations: 'asymmetric' },
});

/** SQNR some 6 dB below what was measured (README.md of src-main/precision). */
const MODELS = [
  { model: PP_OCRV4_DET, minSqnrDb: 14, integers: { QLinearConv: 16 } },
  { model: PP_OCRV4_REC, minSqnrDb: 15, integers: { QLinearConv: 18, MatMulIntegerToFloat: 9 } },
  { model: PP_OCRV4_CLS, minSqnrDb: 44, integers: { QLinearConv: 4 } },
  { model: SILERO_VAD, minSqnrDb: 22, integers: { QLinearConv: 5 } },
];

// Detection runs some thirty pictures of 640 × 480 twice, on cores that others share.
vi.setConfig({ testTimeout: 300_000 });

describe.each(MODELS)('$model.id', ({ model, minSqnrDb, integers }) => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'joulemark-calibrate-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const prepared = once(async () => {
    const shipped = await shippedBytes(model);
    const feeds = await quantizerFeeds(model, shipped, await assetsOf(model));
    return { shipped, feeds, reference: await runAll(shipped, feeds.evaluation) };
  });

  async function quantize(method: VariantSettings['int8-static']['method']) {
    const { shipped, feeds } = await prepared();
    const settings = by(method);
    const calibration = await calibrateModel({
      model: readModel(shipped),
      feeds: feeds.calibration,
      ...{ settings, cacheDir: folder, modelId: model.id },
      launch: forkWorker(await buildWorker()),
    });
    return { calibration, ...makeVariant(shipped, 'int8-static', { settings, calibration }) };
  }
  const minMax = once(() => quantize('min-max'));
  const percentile = once(() => quantize('percentile'));
  const entropy = once(() => quantize('entropy'));
  const made = { 'min-max': minMax, percentile, entropy };
  const agreementOf = async (bytes: Uint8Array) => {
    const { feeds, reference } = await prepared();
    return compareOutputs(reference, await runAll(bytes, feeds.evaluation), model.classOutput);
  };

  it('does its task, and answers close to fp32 on inputs that it was not calibrated on', async () => {
    const { bytes } = await minMax();
    const assets = await assetsOf(model);
    expect(await withSession(bytes, (run) => model.check(run, assets))).toMatchObject({ passed: true });
    const { sqnrDb } = await agreementOf(bytes);
    expect(sqnrDb).toBeGreaterThan(minSqnrDb);
    expect(sqnrDb).toBeLessThan(80);
  });

  it('runs on integer operators, and says of each layer that does not why', async () => {
    const { bytes, report } = await minMax();
    const { feeds } = await prepared();
    const counts = await operatorsRun(bytes, feeds.evaluation[0] ?? {}, folder);
    for (const [op, least] of Object.entries(integers)) {
      expect(counts.get(op) ?? 0, op).toBeGreaterThanOrEqual(least);
    }
    expect(report.left.every(({ node, why }) => node !== '' && why !== '')).toBe(true);
  });

  it('comes out the same when it is calibrated again, and leaves no file behind', async () => {
    const first = await minMax();
    const again = await quantize('min-max');
    expect(Buffer.compare(first.bytes, again.bytes)).toBe(0);
    expect(first.report).toEqual(again.report);
    expect(readdirSync(folder).filter((name) => name.startsWith('calibrating-'))).toEqual([]);
  });

  const ours = fixture.figures.filter((figure) => figure.model === model.id && figure.sqnrDb !== null);
  it.each(ours)("is no worse than ONNX Runtime's: $kind $method, $layers", async (figure) => {
    const { feeds, shipped } = await prepared();
    expect(hashesOf(feeds), 'the figures are of other inputs: measure them again').toEqual(
      fixture.feeds.find(({ model: id }) => id === model.id)?.sha256,
    );
    const method = figure.method as VariantSettings['int8-static']['method'];
    const dynamic = (): Uint8Array => makeVariant(shipped, 'int8-dynamic').bytes;
    const bytes = figure.kind === 'dynamic' ? dynamic() : (await made[method]()).bytes;
    const { sqnrDb } = await agreementOf(bytes);
    expect(sqnrDb).toBeGreaterThan((figure.sqnrDb ?? NaN) - 1);
  });
});

/** The same promise each time: made when it is first asked for. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}

/** Without a state, which comes from the model and differs in its last bits between processors. */
function hashesOf({ calibration, evaluation }: QuantizerFeeds): { calibration: string; evaluation: string } {
  const stateless = (feeds: readonly TensorMap[]): TensorMap[] =>
    feeds.map((each) => Object.fromEntries(Object.entries(each).filter(([name]) => name !== 'state')));
  return { calibration: hashOf(stateless(calibration)), evaluation: hashOf(stateless(evaluation)) };
}

/** How often each operator ran in one inference, from ONNX Runtime's own trace. */
async function operatorsRun(bytes: Uint8Array, feeds: TensorMap, into: string): Promise<Map<string, number>> {
  const prefix = join(into, 'trace');
  const session = await InferenceSession.create(bytes, {
    ...{ enableProfiling: true, profileFilePrefix: prefix, logSeverityLevel: 3, intraOpNumThreads: 1 },
  });
  await session.run(toOrt(feeds));
  session.endProfiling();
  await session.release();
  const file = readdirSync(into).find((name) => name.startsWith('trace')) ?? '';
  const trace = JSON.parse(readFileSync(join(into, file), 'utf8')) as {
    name?: string;
    args?: { op_name?: string };
  }[];
  rmSync(join(into, file));
  const counts = new Map<string, number>();
  for (const { name, args } of trace) {
    if (!name?.endsWith('_kernel_time') || !args?.op_name) continue;
    counts.set(args.op_name, (counts.get(args.op_name) ?? 0) + 1);
  }
  return counts;
}
