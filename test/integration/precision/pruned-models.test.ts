import { describe, expect, it } from 'vitest';
import { compareOutputs } from '#core/fidelity.ts';
import type { TensorMap } from '#core/tensor.ts';
import { PP_OCRV4_CLS } from '#models/pp-ocrv4-cls.ts';
import { PP_OCRV4_DET } from '#models/pp-ocrv4-det.ts';
import { PP_OCRV4_REC } from '#models/pp-ocrv4-rec.ts';
import { SILERO_VAD } from '#models/silero-vad.ts';
import { amend } from '#precision/onnx/make.ts';
import type { ModelProto } from '#precision/onnx/messages.ts';
import { readModel } from '#precision/onnx/read.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { makeVariant } from '#precision/variants.ts';
import { maskedModel } from '#test/support/masked.ts';
import { runAll } from '#test/support/onnx-run.ts';
import { assetsOf } from '#test/support/package-assets.ts';
import { taskFeeds } from '#test/support/task-feeds.ts';
import { shippedBytes } from '#test/support/shipped-bytes.ts';

/** Bytes left, as a share of those shipped (README.md of src-main/precision). */
const MODELS = [
  { model: PP_OCRV4_DET, share: { 'pruned-25': 0.61, 'pruned-50': 0.32 } },
  { model: PP_OCRV4_REC, share: { 'pruned-25': 0.7, 'pruned-50': 0.47 } },
  { model: PP_OCRV4_CLS, share: { 'pruned-25': 0.67, 'pruned-50': 0.41 } },
  { model: SILERO_VAD, share: { 'pruned-25': 0.9, 'pruned-50': 0.81 } },
];
const RATIOS = [
  ['pruned-25', 0.25],
  ['pruned-50', 0.5],
] as const;

const shapesOf = (answers: readonly TensorMap[]): string[] =>
  answers.flatMap((each) => Object.entries(each).map(([name, { dims }]) => `${name} ${dims.join()}`));

/**
 * The model up to a Sigmoid or Softmax that ends it: there a model that is worth nothing, as these are without
 * training, answers 0 or 1 to the last digit, which proves little.
 */
function scoresOnly(model: ModelProto): Uint8Array {
  const { graph } = model;
  const end = graph?.node.find(({ output }) => output[0] === graph.output[0]?.name);
  const [output] = graph?.output ?? [];
  if (!graph || !output || !end || !['Sigmoid', 'Softmax'].includes(end.opType)) return writeModel(model);
  const scores = amend(output, { name: end.input[0] ?? '' });
  return writeModel(amend(model, { graph: amend(graph, { output: [scores] }) }));
}

describe.each(MODELS)('$model.id', ({ model, share }) => {
  const shipped = shippedBytes(model);
  const feeds = Promise.all([shipped, assetsOf(model)]).then(async ([bytes, assets]) =>
    (await taskFeeds(model, bytes, assets)).slice(0, 3),
  );

  it.each(RATIOS)('%s runs and gives outputs of the same shapes', async (precision) => {
    const bytes = await shipped;
    const pruned = makeVariant(bytes, precision).bytes;
    expect(pruned.length / bytes.length).toBeCloseTo(share[precision], 1);
    const some = await feeds;
    expect(shapesOf(await runAll(pruned, some))).toEqual(shapesOf(await runAll(bytes, some)));
  });

  it.each(RATIOS)(
    '%s answers as the whole model does when nobody reads the channels that left',
    async (precision, ratio) => {
      const bytes = await shipped;
      const masked = scoresOnly(maskedModel(readModel(bytes), ratio));
      const pruned = scoresOnly(readModel(makeVariant(bytes, precision).bytes));
      const some = await feeds;
      const { sqnrDb } = compareOutputs(await runAll(masked, some), await runAll(pruned, some), null);
      // Equal but for the order in which floats are added.
      expect(sqnrDb ?? Infinity).toBeGreaterThan(60);
    },
  );

  it('gives the same bytes each time, pruned and sparse', async () => {
    const bytes = await shipped;
    for (const precision of ['pruned-50', 'sparse-50'] as const) {
      const again = makeVariant(bytes, precision).bytes;
      expect(Buffer.compare(makeVariant(bytes, precision).bytes, again)).toBe(0);
    }
  });

  it('runs with half of its weights at 0, and is not smaller for it', async () => {
    const bytes = await shipped;
    const sparse = makeVariant(bytes, 'sparse-50').bytes;
    expect(Math.abs(sparse.length / bytes.length - 1)).toBeLessThan(0.001);
    const some = await feeds;
    expect(shapesOf(await runAll(sparse, some))).toEqual(shapesOf(await runAll(bytes, some)));
  });
});
