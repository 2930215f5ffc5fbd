import { describe, expect, it } from 'vitest';
import { floatTensor, int64Tensor } from '#precision/onnx/make.ts';
import type { NodeProto, TensorProto } from '#precision/onnx/messages.ts';
import { makeVariant } from '#precision/variants.ts';
import { modelBytes, node, noise, weights } from '#test/support/onnx-models.ts';
import { runFloats, sqnrDb } from '#test/support/onnx-run.ts';

/** Values in 0.15 … 0.85, where every function is defined and none is steep. */
const DATA = noise(256, 7).map((value) => 0.5 + 0.35 * value);
const ROWS = { x: { dims: [4, 64], data: DATA } };
const PICTURE = { x: { dims: [1, 4, 8, 8], data: DATA } };

const ONE_INPUT = (
  'Abs Acos Asin Asinh Atan Atanh Ceil Cos Cosh Elu Erf Gelu HardSigmoid HardSwish Identity LeakyRelu Log ' +
  'LogSoftmax Mish Neg Reciprocal Relu Round Selu Sigmoid Sign Sin Sinh Softmax Softplus Softsign Sqrt Tan Tanh ' +
  'Transpose Flatten'
).split(' ');

const values = (name: string, list: readonly number[]): TensorProto =>
  floatTensor(name, [list.length], Float32Array.from(list));

async function qualityDb(spec: Parameters<typeof modelBytes>[0], feeds: Parameters<typeof runFloats>[1]) {
  const bytes = modelBytes(spec);
  const variant = makeVariant(bytes, 'fp16');
  const { y: expected = new Float32Array() } = await runFloats(bytes, feeds);
  const { y: found = new Float32Array() } = await runFloats(variant.bytes, feeds);
  return { db: sqnrDb(expected, found), changed: variant.report.changed.map(({ op }) => op) };
}

describe('in float16 ONNX Runtime loads and runs', () => {
  it.each(ONE_INPUT)('%s', async (op) => {
    // x + 0 first: what is right at the input may be cast away.
    const nodes = [node('Add', ['x', 'zero'], 'a'), node(op, ['a'], 'b'), node('Add', ['b', 'zero'], 'y')];
    const { db, changed } = await qualityDb(
      {
        nodes,
        inputs: { x: [4, 64] },
        outputs: { y: 2 },
        initializers: [weights('zero', [1], 1, 0)],
        opset: 20,
      },
      ROWS,
    );
    expect(changed).toEqual(['Add', op, 'Add']);
    expect(db).toBeGreaterThan(45);
  });

  const chains: Record<string, { nodes: NodeProto[]; initializers: TensorProto[]; opset?: number }> = {
    Conv: {
      nodes: [node('Conv', ['x', 'w', 'b'], 'y', { pads: [1, 1, 1, 1] })],
      initializers: [weights('w', [4, 4, 3, 3]), weights('b', [4])],
    },
    ConvTranspose: {
      nodes: [node('ConvTranspose', ['x', 'w'], 'y')],
      initializers: [weights('w', [4, 2, 2, 2])],
    },
    BatchNormalization: {
      nodes: [node('BatchNormalization', ['x', 's', 'b', 'm', 'v'], 'y')],
      initializers: [
        ...['s', 'b', 'm'].map((name, at) => weights(name, [4], at)),
        values('v', [0.5, 1, 2, 0.1]),
      ],
      opset: 15,
    },
    InstanceNormalization: {
      nodes: [node('InstanceNormalization', ['x', 's', 'b'], 'y')],
      initializers: [weights('s', [4]), weights('b', [4], 2)],
    },
    LayerNormalization: {
      nodes: [node('LayerNormalization', ['x', 's', 'b'], 'y')],
      initializers: [weights('s', [8]), weights('b', [8], 2)],
      opset: 17,
    },
    pools: {
      nodes: [
        node('MaxPool', ['x'], 'a', { kernel_shape: [2, 2] }),
        node('AveragePool', ['a'], 'b', { kernel_shape: [2, 2] }),
        node('GlobalAveragePool', ['b'], 'y'),
      ],
      initializers: [],
    },
    Resize: {
      nodes: [node('Resize', ['x', '', 'scales'], 'y', { mode: 'linear' })],
      initializers: [values('scales', [1, 1, 2, 2])],
    },
    shapes: {
      nodes: [
        node('Reshape', ['x', 'shape'], 'a'),
        node('Transpose', ['a'], 'b'),
        node('Slice', ['b', 'starts', 'ends'], 'c'),
        node('Concat', ['c', 'b'], 'd', { axis: 0 }),
        node('Gather', ['d', 'at'], 'e', { axis: 0 }),
        node('Pad', ['e', 'pads'], 'f'),
        node('Expand', ['f', 'wide'], 'y'),
      ],
      initializers: [
        int64Tensor('shape', [16, 16]),
        int64Tensor('starts', [2]),
        int64Tensor('ends', [9]),
        int64Tensor('at', [1, 0, 3]),
        int64Tensor('pads', [0, 1, 0, 1]),
        int64Tensor('wide', [2, 3, 18]),
      ],
    },
    comparisons: {
      nodes: [
        node('Greater', ['x', 'half'], 'mask'),
        node('Where', ['mask', 'x', 'half'], 'a'),
        node('Clip', ['a', '', 'half'], 'b'),
        node('Max', ['b', 'half'], 'c'),
        node('TopK', ['c', 'k'], 'y, at'),
      ],
      initializers: [values('half', [0.5]), int64Tensor('k', [3])],
    },
    LSTM: {
      nodes: [
        node('Reshape', ['x', 'shape'], 'a'),
        node('LSTM', ['a', 'w', 'r', 'b'], 'y4, , ', { hidden_size: 8 }),
        node('Squeeze', ['y4', 'one'], 'y'),
      ],
      initializers: [
        int64Tensor('shape', [8, 2, 16]),
        int64Tensor('one', [1]),
        weights('w', [1, 32, 16]),
        weights('r', [1, 32, 8]),
        weights('b', [1, 64]),
      ],
    },
  };

  it.each(Object.keys(chains))('%s', async (name) => {
    const { nodes, initializers, opset = 13 } = chains[name] ?? { nodes: [], initializers: [] };
    const { db, changed } = await qualityDb(
      { nodes, inputs: { x: [1, 4, 8, 8] }, outputs: { y: null }, initializers, opset },
      PICTURE,
    );
    expect(changed).toHaveLength(nodes.length);
    expect(db).toBeGreaterThan(45);
  });
});
