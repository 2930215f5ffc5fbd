import { describe, expect, it } from 'vitest';
import { compareOutputs } from '#core/fidelity.ts';
import type { TrainedModel } from '#models/definition.ts';
import { PP_OCRV4_CLS } from '#models/pp-ocrv4-cls.ts';
import { PP_OCRV4_DET } from '#models/pp-ocrv4-det.ts';
import { PP_OCRV4_REC } from '#models/pp-ocrv4-rec.ts';
import { SILERO_VAD } from '#models/silero-vad.ts';
import { readModel } from '#precision/onnx/read.ts';
import { graphsWithin } from '#precision/onnx/walk.ts';
import { ModelTypes } from '#precision/onnx/types.ts';
import { DEFAULT_SETTINGS, type VariantSettings } from '#precision/settings.ts';
import { makeVariant } from '#precision/variants.ts';
import { runAll, withSession } from '#test/support/onnx-run.ts';
import { assetsOf } from '#test/support/package-assets.ts';
import { taskFeeds, textured } from '#test/support/task-feeds.ts';
import { shippedBytes } from '#test/support/shipped-bytes.ts';

/**
 * Some 6 dB below what was measured (README.md of src-main/precision): a chain of a few hundred roundings is chaotic, and
 * other processors round the float parts otherwise.
 */
const MODELS = [
  { model: PP_OCRV4_DET, changed: 328, left: 2, minSqnrDb: 38 },
  { model: PP_OCRV4_REC, changed: 378, left: 25, minSqnrDb: 37 },
  { model: PP_OCRV4_CLS, changed: 215, left: 0, minSqnrDb: 43 },
  { model: SILERO_VAD, changed: 216, left: 8, minSqnrDb: 47 },
];

/** Against the model as shipped, over every inference of its own task. */
async function agreement(model: TrainedModel, shipped: Uint8Array, variant: Uint8Array) {
  const own = await taskFeeds(model, shipped, await assetsOf(model));
  const feeds = model === PP_OCRV4_CLS ? textured(own) : own;
  return compareOutputs(await runAll(shipped, feeds), await runAll(variant, feeds), model.classOutput);
}

describe.each(MODELS)('$model.id', ({ model, changed, left, minSqnrDb }) => {
  const shipped = shippedBytes(model);

  it('has no value whose type is not known', async () => {
    const read = readModel(await shipped);
    const types = new ModelTypes(read);
    expect(types.conflicts).toEqual([]);
    const graphs = read.graph === null ? [] : [...graphsWithin(read.graph)];
    const unknown = graphs.flatMap((graph) =>
      graph.node
        .flatMap(({ output }) => output)
        .filter((name) => name && types.of(graph).elementType(name) === null),
    );
    expect(unknown).toEqual([]);
  });

  it('does its task at fp16, close to fp32, in half the bytes', async () => {
    const bytes = await shipped;
    const { bytes: variant, report } = makeVariant(bytes, 'fp16');
    expect(variant.length / bytes.length).toBeLessThan(0.55);
    expect([report.changed.length, report.left.length]).toEqual([changed, left]);
    const assets = await assetsOf(model);
    expect(await withSession(variant, (run) => model.check(run, assets))).toMatchObject({ passed: true });
    const { sqnrDb } = await agreement(model, bytes, variant);
    expect(sqnrDb).toBeGreaterThan(minSqnrDb);
    expect(sqnrDb).toBeLessThan(80);
  });

  it('gives the same bytes at fp16 every time', async () => {
    const first = makeVariant(await shipped, 'fp16').bytes;
    expect(Buffer.compare(makeVariant(await shipped, 'fp16').bytes, first)).toBe(0);
  });
});

describe('int4', () => {
  const settings: VariantSettings['int4'][] = [
    { blockSize: 32, symmetric: true },
    { blockSize: 32, symmetric: false },
    { blockSize: 128, symmetric: true },
    { blockSize: 128, symmetric: false },
  ];

  it.each(settings)('reads the same text at block $blockSize, symmetric $symmetric', async (int4) => {
    const bytes = await shippedBytes(PP_OCRV4_REC);
    const { bytes: variant, report } = makeVariant(bytes, 'int4', {
      settings: { ...DEFAULT_SETTINGS, int4 },
    });
    expect(report.changed).toHaveLength(7);
    const assets = await assetsOf(PP_OCRV4_REC);
    const outcome = await withSession(variant, (run) => PP_OCRV4_REC.check(run, assets));
    expect(outcome).toMatchObject({ passed: true });
    const { sqnrDb, top1Agreement } = await agreement(PP_OCRV4_REC, bytes, variant);
    // Measured: 24.7, 24.5, 21.3 and 21.2 dB.
    expect(sqnrDb).toBeGreaterThan(15);
    expect(sqnrDb).toBeLessThan(40);
    expect(top1Agreement).toBeGreaterThan(0.97);
  });

  it.each([
    [PP_OCRV4_DET, /no convolution with 4-bit weights/],
    [PP_OCRV4_CLS, /it has 2 outputs; below 64/],
    [SILERO_VAD, /LSTM: ONNX Runtime has no form of it/],
  ])('does not apply to $id, with the reasons', async (model, why) => {
    const bytes = await shippedBytes(model);
    expect(() => makeVariant(bytes, 'int4')).toThrow(why);
    expect(() => makeVariant(bytes, 'int4')).toThrow(
      expect.objectContaining({ code: 'precision-not-applicable' }),
    );
  });
});
