import { describe, expect, it } from 'vitest';
import { floatTensor, int64Tensor } from '#precision/onnx/make.ts';
import type { NodeProto, TensorProto } from '#precision/onnx/messages.ts';
import { readModel } from '#precision/onnx/read.ts';
import { elementCount } from '#precision/onnx/tensors.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { makeVariant } from '#precision/variants.ts';
import { maskedModel } from '#test/support/masked.ts';
import { modelBytes, type ModelSpec, node, noise, weights } from '#test/support/onnx-models.ts';
import { runFloats, sqnrDb } from '#test/support/onnx-run.ts';

/** Equal but for the order in which floats are added. */
const EQUAL_DB = 100;
const CHANNELS = 16;

interface Between extends Partial<ModelSpec> {
  /** From the value `a` to the value `b`. */
  readonly nodes: readonly NodeProto[];
}

/** Conv to 16 channels, what is between, Conv of kernel 1 from 16 channels (or `last`). */
function chain({ nodes, initializers = [], ...spec }: Between, last?: readonly NodeProto[]): Uint8Array {
  return modelBytes({
    opset: 17,
    inputs: { x: [1, 3, 6, 6] },
    outputs: { y: 4 },
    ...spec,
    nodes: [node('Conv', ['x', 'w1', 'b1'], 'a'), ...nodes, ...(last ?? [node('Conv', ['b', 'w2'], 'y')])],
    initializers: [
      weights('w1', [CHANNELS, 3, 3, 3], 1),
      weights('b1', [CHANNELS], 2, 1),
      weights('w2', [5, CHANNELS, 1, 1], 3),
      ...initializers,
    ],
  });
}

async function check(bytes: Uint8Array, dims: readonly number[] = [1, 3, 6, 6]): Promise<void> {
  const feeds = { x: { dims, data: noise(elementCount(dims), 5, 2) } };
  const { y: expected = new Float32Array() } = await runFloats(
    writeModel(maskedModel(readModel(bytes), 0.5)),
    feeds,
  );
  const { y: whole = new Float32Array() } = await runFloats(bytes, feeds);
  const { y: found = new Float32Array() } = await runFloats(makeVariant(bytes, 'pruned-50').bytes, feeds);
  expect(sqnrDb(expected, found)).toBeGreaterThan(EQUAL_DB);
  expect(sqnrDb(whole, found)).toBeLessThan(40);
}

const scalar = (name: string, value: number): TensorProto => floatTensor(name, [], Float32Array.of(value));
const c = (...dims: number[]): TensorProto => weights('c', dims, 4, 1);

describe('channels are followed through', () => {
  it.each<[string, Between]>([
    ['Relu', { nodes: [node('Relu', ['a'], 'b')] }],
    ['Identity and Dropout', { nodes: [node('Identity', ['a'], 'i'), node('Dropout', ['i'], 'b')] }],
    ['LeakyRelu', { nodes: [node('LeakyRelu', ['a'], 'b', { alpha: 0.1 })] }],
    ['Clip', { nodes: [node('Clip', ['a', 'lo'], 'b')], initializers: [scalar('lo', 0)] }],
    ['PRelu', { nodes: [node('PRelu', ['a', 'c'], 'b')], initializers: [c(CHANNELS, 1, 1)] }],
    ['a constant a channel', { nodes: [node('Mul', ['c', 'a'], 'b')], initializers: [c(CHANNELS, 1, 1)] }],
    [
      'a constant of four dimensions',
      { nodes: [node('Sub', ['a', 'c'], 'b')], initializers: [c(1, CHANNELS, 1, 1)] },
    ],
    ['a constant a pixel', { nodes: [node('Add', ['a', 'c'], 'b')], initializers: [c(4, 4)] }],
    ['a constant for all', { nodes: [node('Div', ['a', 'c'], 'b')], initializers: [scalar('c', 3)] }],
    [
      'a constant behind Identity and Unsqueeze',
      {
        nodes: [
          node('Identity', ['c'], 'i'),
          node('Unsqueeze', ['i', 'axes'], 'u'),
          node('Add', ['a', 'u'], 'b'),
        ],
        initializers: [c(CHANNELS, 1), int64Tensor('axes', [2])],
      },
    ],
    [
      'a constant in a Constant node',
      { nodes: [node('Constant', [], 'k', { value: c(CHANNELS, 1, 1) }), node('Add', ['a', 'k'], 'b')] },
    ],
    [
      'InstanceNormalization',
      {
        nodes: [node('InstanceNormalization', ['a', 'scale', 'shift'], 'b')],
        initializers: [weights('scale', [CHANNELS], 5, 1), weights('shift', [CHANNELS], 6, 1)],
      },
    ],
    ['MaxPool', { nodes: [node('MaxPool', ['a'], 'b', { kernel_shape: [2, 2] })] }],
    ['AveragePool', { nodes: [node('AveragePool', ['a'], 'b', { kernel_shape: [3, 3], strides: [2, 2] })] }],
    ['GlobalMaxPool', { nodes: [node('GlobalMaxPool', ['a'], 'b')] }],
    ['ReduceMean over space', { nodes: [node('ReduceMean', ['a'], 'b', { axes: [2, -1], keepdims: 1 })] }],
    [
      'Pad of space',
      {
        nodes: [node('Pad', ['a', 'pads'], 'b')],
        initializers: [int64Tensor('pads', [0, 0, 1, 0, 0, 0, 2, 1])],
      },
    ],
    [
      'Resize by scales',
      {
        nodes: [node('Resize', ['a', '', 'scales'], 'b')],
        initializers: [floatTensor('scales', [4], Float32Array.of(1, 1, 2, 2))],
      },
    ],
    [
      'Resize to sizes, which hold the number of channels',
      {
        nodes: [node('Resize', ['a', '', '', 'sizes'], 'b')],
        initializers: [int64Tensor('sizes', [1, CHANNELS, 7, 8])],
      },
    ],
    [
      'Transpose there and back',
      {
        nodes: [
          node('Transpose', ['a'], 't', { perm: [0, 2, 3, 1] }),
          node('Add', ['t', 'c'], 's'),
          node('Transpose', ['s'], 'b', { perm: [0, 3, 1, 2] }),
        ],
        initializers: [c(CHANNELS)],
      },
    ],
    [
      'Reshape there and back, with the number of channels in its shapes',
      {
        nodes: [
          node('Reshape', ['a', 'flat'], 'f'),
          node('Mul', ['f', 'c'], 'm'),
          node('Reshape', ['m', 'back'], 'b'),
        ],
        initializers: [
          c(CHANNELS, 1),
          int64Tensor('flat', [0, CHANNELS, -1]),
          int64Tensor('back', [1, CHANNELS, 4, 4]),
        ],
      },
    ],
    [
      'Squeeze and Unsqueeze',
      {
        nodes: [
          node('GlobalAveragePool', ['a'], 'g'),
          node('Squeeze', ['g', 'ends'], 's'),
          node('Unsqueeze', ['s', 'ends'], 'b'),
        ],
        initializers: [int64Tensor('ends', [2, 3])],
      },
    ],
    [
      'Concat and Split of space',
      {
        nodes: [
          node('Concat', ['a', 'a'], 'j', { axis: 2 }),
          node('Split', ['j'], 'l, r', { axis: 3 }),
          node('Sub', ['l', 'r'], 'b'),
        ],
      },
    ],
    [
      'Slice of space',
      {
        nodes: [node('Slice', ['a', 'from', 'to', 'axis'], 'b')],
        initializers: [int64Tensor('from', [1]), int64Tensor('to', [3]), int64Tensor('axis', [-1])],
      },
    ],
    [
      'a gate that is one for all channels',
      {
        nodes: [
          node('ReduceMean', ['x4'], 'm', { axes: [1], keepdims: 1 }),
          node('Mul', ['a', 'm'], 'b'),
          node('MaxPool', ['x'], 'x4', { kernel_shape: [3, 3] }),
        ].sort((p, q) => Number(q.opType === 'MaxPool') - Number(p.opType === 'MaxPool')),
      },
    ],
    [
      'a depthwise convolution that makes two of each',
      {
        nodes: [node('Conv', ['a', 'dw', 'db'], 'd', { group: CHANNELS }), node('Conv', ['d', 'w3'], 'b')],
        initializers: [
          weights('dw', [2 * CHANNELS, 1, 3, 3], 7),
          weights('db', [2 * CHANNELS], 8, 1),
          weights('w3', [CHANNELS, 2 * CHANNELS, 1, 1], 9),
        ],
      },
    ],
    [
      'ConvTranspose',
      {
        nodes: [node('ConvTranspose', ['a', 'tw', 'tb'], 'b', { strides: [2, 2] })],
        initializers: [weights('tw', [CHANNELS, CHANNELS, 2, 2], 7), weights('tb', [CHANNELS], 8, 1)],
      },
    ],
    [
      'two convolutions that are added',
      {
        nodes: [node('Conv', ['x', 'w4'], 'a2'), node('Add', ['a', 'a2'], 'b')],
        initializers: [weights('w4', [CHANNELS, 3, 3, 3], 7)],
      },
    ],
    [
      'two convolutions with the same weights',
      { nodes: [node('Neg', ['x'], 'n'), node('Conv', ['n', 'w1'], 'a2'), node('Mul', ['a', 'a2'], 'b')] },
    ],
  ])('%s', async (_, between) => {
    await check(chain(between));
  });

  it.each<[string, readonly NodeProto[]]>([
    [
      'Flatten into a Gemm, with all pixels of a channel',
      [node('Flatten', ['a'], 'f'), node('Gemm', ['f', 'wf'], 'y')],
    ],
    [
      'Reshape into a MatMul, with all pixels of a channel',
      [node('Reshape', ['a', 'shape'], 'f'), node('MatMul', ['f', 'wf'], 'y')],
    ],
    [
      'weights that are transposed on their way',
      [
        node('Flatten', ['a'], 'f'),
        node('Transpose', ['wt'], 'wtt', { perm: [1, 0] }),
        node('MatMul', ['f', 'wtt'], 'y'),
      ],
    ],
  ])('%s', async (_, last) => {
    const features = CHANNELS * 16;
    const initializers = [
      weights('wf', [features, 5], 7),
      weights('wt', [5, features], 7),
      int64Tensor('shape', [1, features]),
    ];
    await check(chain({ nodes: [], outputs: { y: 2 }, initializers }, last));
  });

  it('Gemm in all its spellings', async () => {
    const bytes = modelBytes({
      nodes: [
        node('Gemm', ['x', 'w1', 'b1'], 'a', { transA: 1, transB: 1, alpha: 0.5 }),
        node('Gemm', ['a', 'w2', 'b2'], 'b', { beta: 0.5 }),
        node('Gemm', ['b', 'w3'], 'y'),
      ],
      inputs: { x: [6, 'n'] },
      outputs: { y: 2 },
      initializers: [
        weights('w1', [24, 6], 1),
        weights('b1', [1, 24], 2, 1),
        weights('w2', [24, 32], 3),
        weights('b2', [1], 4, 1),
        weights('w3', [32, 3], 5),
      ],
    });
    await check(bytes, [6, 2]);
  });

  it('a computed shape whose number of dimensions is known', async () => {
    const bytes = modelBytes({
      nodes: [
        node('Shape', ['x'], 's'),
        node('Gather', ['s', 'zero'], 'n'),
        node('Concat', ['n', 'rest'], 'shape', { axis: 0 }),
        node('Reshape', ['x', 'shape'], 'r'),
        node('MatMul', ['r', 'w1'], 'a'),
        node('Relu', ['a'], 'b'),
        node('MatMul', ['b', 'w2'], 'y'),
      ],
      inputs: { x: ['n', 's', 8] },
      outputs: { y: 3 },
      initializers: [
        int64Tensor('zero', [0]),
        int64Tensor('rest', [-1, 4]),
        weights('w1', [4, 32], 1),
        weights('w2', [32, 3], 2),
      ],
    });
    await check(bytes, [2, 3, 8]);
  });
});
