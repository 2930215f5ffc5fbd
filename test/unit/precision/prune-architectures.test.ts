import { describe, expect, it } from 'vitest';
import { floatTensor } from '#precision/onnx/make.ts';
import type { TensorProto } from '#precision/onnx/messages.ts';
import { readModel } from '#precision/onnx/read.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { dimsOf, elementCount, floatsOf } from '#precision/onnx/tensors.ts';
import { makeVariant } from '#precision/variants.ts';
import { maskedModel } from '#test/support/masked.ts';
import { modelBytes, type ModelSpec, noise } from '#test/support/onnx-models.ts';
import { type Floats, runFloats, sqnrDb } from '#test/support/onnx-run.ts';
import {
  bertFeedForward,
  invertedResidual,
  llamaFeedForward,
  resnetBottlenecks,
  squeezeAndExcite,
} from '#test/support/prunable-models.ts';

/** Equal but for the order in which floats are added; a channel in the wrong place gives less than 20 dB. */
const EQUAL_DB = 100;

const IMAGE = [2, 3, 8, 8];
const TOKENS = [2, 5, 24];

interface Architecture {
  readonly name: string;
  readonly spec: ModelSpec;
  readonly dims: readonly number[];
  /** What pruned-50 says of the layers. */
  readonly changed: Readonly<Record<string, string>>;
}

const ARCHITECTURES: readonly Architecture[] = [
  {
    name: 'ResNet bottlenecks',
    spec: resnetBottlenecks(),
    dims: IMAGE,
    changed: {
      'Conv:stem': 'output channels 16 → 8',
      'Conv:block0.reduce': 'input channels 16 → 8, output channels 16 → 8',
      'Conv:block0.middle': 'input channels 16 → 8, output channels 16 → 8',
      // The stage's residual: three layers make its channels, two read them, and all lose the same ones.
      'Conv:block0.expand': 'input channels 16 → 8, output channels 64 → 32',
      'Conv:block0.around': 'input channels 16 → 8, output channels 64 → 32',
      'Conv:block1.reduce': 'input channels 64 → 32, output channels 16 → 8',
      'Conv:block1.middle': 'input channels 16 → 8, output channels 16 → 8',
      'Conv:block1.expand': 'input channels 16 → 8, output channels 64 → 32',
      'Gemm:y': 'input channels 64 → 32',
    },
  },
  {
    name: 'a MobileNetV2 inverted residual',
    spec: invertedResidual(),
    dims: [1, 3, 8, 8],
    changed: {
      'Conv:expand': 'output channels 48 → 24',
      'Conv:depthwise': 'channels 48 → 24',
      'Conv:project': 'input channels 48 → 24',
    },
  },
  {
    name: 'a MobileNetV3 block with squeeze-and-excitation',
    spec: squeezeAndExcite(),
    dims: IMAGE,
    changed: {
      'Conv:expand': 'output channels 32 → 16',
      'Conv:depthwise': 'channels 32 → 16',
      'Conv:reduce': 'input channels 32 → 16, output channels 16 → 8',
      'Conv:gate': 'input channels 16 → 8, output channels 32 → 16',
      'Conv:y': 'input channels 32 → 16',
    },
  },
  {
    name: 'the feed-forward of BERT',
    spec: bertFeedForward(),
    dims: TOKENS,
    changed: {
      'MatMul:up.product': 'output channels 96 → 48',
      'MatMul:down.product': 'input channels 96 → 48',
    },
  },
  {
    name: 'the feed-forward of Llama',
    spec: llamaFeedForward(),
    dims: TOKENS,
    changed: {
      'MatMul:gate': 'output channels 64 → 32',
      'MatMul:up': 'output channels 64 → 32',
      'MatMul:down': 'input channels 64 → 32',
    },
  },
];

const feedsOf = (dims: readonly number[]): Floats => ({ x: { dims, data: noise(elementCount(dims), 7, 2) } });

async function answerOf(bytes: Uint8Array, dims: readonly number[]): Promise<Float32Array> {
  const { y = new Float32Array() } = await runFloats(bytes, feedsOf(dims));
  return y;
}

describe.each(ARCHITECTURES)('pruning $name', ({ spec, dims, changed }) => {
  it('takes half the channels out of the layers that make, scale and read them', () => {
    const { report } = makeVariant(modelBytes(spec), 'pruned-50');
    const layers = report.changed.filter(({ op }) => op !== 'BatchNormalization');
    expect(Object.fromEntries(layers.map(({ node, what }) => [node, what]))).toEqual(changed);
  });

  it.each([
    ['pruned-25', 0.25],
    ['pruned-50', 0.5],
  ] as const)(
    'at %s answers as the whole model does when nobody reads those channels',
    async (precision, ratio) => {
      const bytes = modelBytes(spec);
      const masked = writeModel(maskedModel(readModel(bytes), ratio));
      const [whole, expected, found] = [
        await answerOf(bytes, dims),
        await answerOf(masked, dims),
        await answerOf(makeVariant(bytes, precision).bytes, dims),
      ];
      expect(sqnrDb(expected, found)).toBeGreaterThan(EQUAL_DB);
      // Else the test would compare the model with itself.
      expect(sqnrDb(whole, found)).toBeLessThan(40);
    },
  );

  it('is as good as the whole model when the channels that leave were worth nothing', async () => {
    const idle = modelBytes({ ...spec, initializers: spec.initializers?.map(withIdleHalf) ?? [] });
    const { bytes } = makeVariant(idle, 'pruned-50');
    expect(bytes.length).toBeLessThan(idle.length);
    expect(sqnrDb(await answerOf(idle, dims), await answerOf(bytes, dims))).toBeGreaterThan(EQUAL_DB);
  });

  it('gives the same bytes each time', () => {
    const bytes = modelBytes(spec);
    const again = makeVariant(bytes, 'pruned-50').bytes;
    expect(Buffer.compare(makeVariant(bytes, 'pruned-50').bytes, again)).toBe(0);
  });
});

/** Weights of which every second input channel is 0: nothing reads every second channel. */
function withIdleHalf(tensor: TensorProto): TensorProto {
  const dims = dimsOf(tensor);
  const isMatrix = dims.length === 2;
  if (dims.length < 2 || dims[1] === 1) return tensor;
  // MatMul's weights here are [inputs, outputs], those of Gemm and Conv [outputs, inputs, …].
  const axis = isMatrix && tensor.name !== 'fc.w' ? 0 : 1;
  const size = dims[axis] ?? 1;
  if (size === 3 || size === 24) return tensor;
  const run = elementCount(dims.slice(axis + 1));
  const values = floatsOf(tensor)?.map((value, at) => ((Math.floor(at / run) % size) % 2 === 0 ? value : 0));
  return floatTensor(tensor.name, dims, values ?? new Float32Array());
}
