import { describe, expect, it } from 'vitest';
import { amend, floatTensor, int64Tensor } from '#precision/onnx/make.ts';
import type { NodeProto, TensorProto } from '#precision/onnx/messages.ts';
import { DATA_TYPE } from '#precision/onnx/messages.ts';
import { makeVariant } from '#precision/variants.ts';
import type { ModelSpec } from '#test/support/onnx-models.ts';
import { modelBytes, node, noise, weights } from '#test/support/onnx-models.ts';
import { runAll, runFloats, sqnrDb } from '#test/support/onnx-run.ts';

const SIZE = 64;
const FLOAT32_MAX = 3.4028234663852886e38;

const scalar = (name: string, value: number): TensorProto => floatTensor(name, [], Float32Array.of(value));

interface Tried {
  readonly db: number;
  readonly values: Float32Array;
  /** Operators that compute in float16, and why the others do not. */
  readonly half: readonly string[];
  readonly left: readonly { readonly op: string; readonly why: string }[];
}

/** Runs a model of x [rows, SIZE] → y before and after. */
async function attempt(
  nodes: readonly NodeProto[],
  initializers: readonly TensorProto[],
  x: Float32Array,
  more: Partial<ModelSpec> = {},
): Promise<Tried> {
  const bytes = modelBytes({
    nodes,
    initializers,
    inputs: { x: ['n', SIZE] },
    outputs: { y: null },
    ...more,
  });
  const { bytes: made, report } = makeVariant(bytes, 'fp16');
  const feeds = { x: { dims: [x.length / SIZE, SIZE], data: x } };
  const { y: expected = new Float32Array() } = await runFloats(bytes, feeds);
  const { y: values = new Float32Array() } = await runFloats(made, feeds);
  const half = report.changed.map(({ op }) => op);
  return { db: sqnrDb(expected, values), values, half, left: report.left };
}

const rows = (amplitude: number): Float32Array => noise(4 * SIZE, 5, amplitude);

describe('float32 is kept for what leaves the range of float16:', () => {
  it('weights beyond 65504, and what they make, until a layer', async () => {
    const nodes = [
      node('Mul', ['x', 'million'], 'a'),
      node('Relu', ['a'], 'b'),
      node('Mul', ['b', 'millionth'], 'c'),
      node('MatMul', ['c', 'w'], 'y'),
    ];
    const constants = [scalar('million', 1e6), scalar('millionth', 1e-6), weights('w', [SIZE, SIZE])];
    const { db, half, left } = await attempt(nodes, constants, rows(1));
    expect(db).toBeGreaterThan(60);
    expect(half).toEqual(['MatMul']);
    expect(left.map(({ why }) => why)).toEqual([
      '1 of 1 values of its constant "million" lie beyond ±65504',
      'its input "a" may leave float16\'s range, after Mul "Mul:a"',
      'its input "b" may leave float16\'s range, after Mul "Mul:a"',
    ]);
  });

  it('a mask of the least float32, as far as the Softmax, so that a row all masked is not NaN', async () => {
    const nodes = [
      node('Less', ['x', 'limit'], 'masked'),
      node('Where', ['masked', 'least', 'zero'], 'mask'),
      node('MatMul', ['x', 'w'], 'scores'),
      node('Add', ['scores', 'mask'], 'sum'),
      node('Softmax', ['sum'], 'p'),
      node('MatMul', ['p', 'w'], 'y'),
    ];
    const constants = [
      scalar('limit', 0),
      scalar('zero', 0),
      scalar('least', -FLOAT32_MAX),
      weights('w', [SIZE, SIZE]),
    ];
    const x = rows(1).map((value, at) => (at < SIZE ? -1 : value));
    const { db, half, left } = await attempt(nodes, constants, x);
    expect(db).toBeGreaterThan(50);
    expect(half).toEqual(['Less', 'MatMul', 'MatMul']);
    expect(left.map(({ op }) => op)).toEqual(['Where', 'Add', 'Softmax']);
  });

  const spread = [
    node('ReduceMean', ['x'], 'mean', { axes: [-1] }),
    node('Sub', ['x', 'mean'], 'd'),
    node('Pow', ['d', 'two'], 'squares'),
    node('ReduceMean', ['squares'], 'variance', { axes: [-1] }),
    node('Add', ['variance', 'epsilon'], 'safe'),
    node('Sqrt', ['safe'], 'deviation'),
  ];
  const normalized = [...spread, node('Div', ['d', 'deviation'], 'n'), node('Mul', ['n', 'gain'], 'y')];
  const norms = [scalar('two', 2), scalar('epsilon', 1e-12), weights('gain', [SIZE])];

  it('the squares of a layer normalization that is written out', async () => {
    const { db, half, left } = await attempt(normalized, norms, rows(3000));
    expect(db).toBeGreaterThan(55);
    expect(half).toEqual(['ReduceMean', 'Sub', 'Mul']);
    expect(left[0]).toMatchObject({ op: 'Pow', why: 'powers can leave the range of float16' });
  });

  it('an epsilon that would become 0, and with it a division of 0 by 0', async () => {
    const { values } = await attempt(normalized, norms, new Float32Array(SIZE).fill(3));
    expect(values.every((value) => value === 0)).toBe(true);
    const plain = [node('Abs', ['x'], 'a'), node('Add', ['a', 'epsilon'], 'b'), node('Div', ['x', 'b'], 'y')];
    const { left, values: ratios } = await attempt(plain, norms, new Float32Array(SIZE));
    expect(left[0]?.why).toBe('its constant "epsilon" would become 0');
    expect(ratios.every((value) => value === 0)).toBe(true);
  });

  it('the square root of a mean of squares, as far as it scales the values back', async () => {
    const nodes = [
      node('Mul', ['x', 'x'], 'squares'),
      node('ReduceMean', ['squares'], 'mean', { axes: [-1] }),
      node('Sqrt', ['mean'], 'root'),
      node('Reciprocal', ['root'], 'scale'),
      node('Mul', ['x', 'scale'], 'n'),
      node('Mul', ['n', 'gain'], 'y'),
    ];
    const { db, half } = await attempt(nodes, norms, rows(3000));
    expect(db).toBeGreaterThan(55);
    expect(half).toEqual(['Mul']);
  });

  it('exponentials, as far as their share of the sum', async () => {
    const nodes = [
      node('Exp', ['x'], 'e'),
      node('ReduceSum', ['e', 'last'], 'sum'),
      node('Div', ['e', 'sum'], 'p'),
      node('MatMul', ['p', 'w'], 'y'),
    ];
    const { db, half } = await attempt(
      nodes,
      [int64Tensor('last', [-1]), weights('w', [SIZE, SIZE])],
      rows(14),
    );
    expect(db).toBeGreaterThan(55);
    expect(half).toEqual(['MatMul']);
  });
});

describe('float32 is kept for sizes, counts and positions:', () => {
  it('angles of late positions, until their sine', async () => {
    const nodes = [
      node('Shape', ['x'], 'shape'),
      node('Cast', ['shape'], 'sizes', { to: DATA_TYPE.float }),
      node('Mul', ['sizes', 'stretch'], 'positions'),
      node('Unsqueeze', ['positions', 'zero'], 'row'),
      node('MatMul', ['column', 'row'], 'angles'),
      node('Sin', ['angles'], 'sines'),
      node('Mul', ['sines', 'gain'], 'y'),
    ];
    const constants = [
      scalar('stretch', 63.123),
      int64Tensor('zero', [0]),
      weights('column', [SIZE, 1]),
      weights('gain', [SIZE, 1]),
    ];
    const { db, half, left } = await attempt(nodes, constants, rows(1));
    expect(db).toBeGreaterThan(60);
    // The Cast makes what its readers want, which is float32.
    expect(half).toEqual(['Mul']);
    expect(new Set(left.map(({ why }) => why))).toEqual(
      new Set(['it computes with sizes, counts or positions alone']),
    );
  });

  it('a size that is computed for another operator', async () => {
    const nodes = [
      node('Cast', ['many'], 'f', { to: DATA_TYPE.float }),
      node('Add', ['f', 'one'], 'g'),
      node('Cast', ['g'], 'size', { to: DATA_TYPE.int64 }),
      node('Relu', ['x'], 'r'),
      node('ReduceMax', ['r'], 'most', { axes: [0, 1], keepdims: 0 }),
      node('Expand', ['most', 'size'], 'y'),
    ];
    // 2050 is a float16, 2051 is not.
    const { values } = await attempt(
      nodes,
      [scalar('one', 1), amend(int64Tensor('many', [2050]), {})],
      rows(1),
    );
    expect(values).toHaveLength(2051);
  });

  it('but not what a layer makes of them', async () => {
    const nodes = [
      node('Cast', ['x'], 'whole', { to: DATA_TYPE.int64 }),
      node('Cast', ['whole'], 'f', { to: DATA_TYPE.float }),
      node('MatMul', ['f', 'w'], 'a'),
      node('Relu', ['a'], 'y'),
    ];
    const { half } = await attempt(nodes, [weights('w', [SIZE, SIZE])], rows(100));
    expect(half).toEqual(['Cast', 'MatMul', 'Relu']);
  });
});

describe('float32 is kept, with the reason,', () => {
  const around = (middle: NodeProto): NodeProto[] => [
    node('Relu', ['x'], 'a'),
    middle,
    node('Relu', ['b'], 'y'),
  ];

  it('where the operator has no float16 at the model’s operator set', async () => {
    const axis = amend(int64Tensor('axis', [1]), { dims: [] });
    const { left, half, db } = await attempt(around(node('CumSum', ['a', 'axis'], 'b')), [axis], rows(1), {
      opset: 11,
    });
    expect(left[0]).toMatchObject({
      op: 'CumSum',
      why: 'its definition at this operator set has no float16',
    });
    // What it makes may be large, so the second Relu stays, too.
    expect(half).toEqual(['Relu']);
    expect(db).toBeGreaterThan(60);
  });

  it('where the operator’s types are not known', () => {
    const secret = amend(node('Secret', ['a'], 'b'), { domain: 'org.example' });
    const bytes = modelBytes({ nodes: around(secret), inputs: { x: [1] }, outputs: { y: 1 } });
    const { report } = makeVariant(bytes, 'fp16');
    expect(report.left.map(({ op, why }) => [op, why])).toEqual([
      ['Secret', 'its types are not known to this program'],
    ]);
    expect(report.changed.map((each) => each.node)).toEqual(['Relu:a']);
  });

  it('where the operator is about places in a picture', () => {
    const nodes = [node('Relu', ['x'], 'a'), node('RoiAlign', ['a', 'rois', 'batch'], 'y')];
    const inputs = { x: [1, 1, 8, 8], rois: [1, 4], batch: { type: DATA_TYPE.int64, dims: [1] } };
    const { report } = makeVariant(modelBytes({ nodes, inputs, outputs: { y: 4 }, opset: 16 }), 'fp16');
    expect(report.left).toEqual([
      { node: 'RoiAlign:y', op: 'RoiAlign', why: 'positions in a picture need more than 11 bits' },
    ]);
  });

  it('where the operator is defined for float32 only', async () => {
    const nodes = [
      node('Sigmoid', ['boxes'], 'b'),
      node('Sigmoid', ['scores'], 's'),
      node('NonMaxSuppression', ['b', 's', 'most'], 'chosen'),
    ];
    const inputs = { boxes: [1, 6, 4], scores: [1, 1, 6] };
    const initializers = [int64Tensor('most', [3])];
    const bytes = modelBytes({ nodes, inputs, outputs: { chosen: null }, initializers });
    const { bytes: made, report } = makeVariant(bytes, 'fp16');
    expect(report.left).toEqual([]);
    const data = noise(24, 2);
    const feeds = {
      boxes: { type: 'float32', dims: [1, 6, 4], data },
      scores: { type: 'float32', dims: [1, 1, 6], data: noise(6, 3) },
    };
    const [found] = await runAll(made, [feeds as never]);
    expect(found?.['chosen']?.dims[1]).toBe(3);
  });
});

it('a bound that is no bound does not keep a Clip in float32', async () => {
  const nodes = [node('Clip', ['x', 'zero', 'most'], 'y')];
  const { half, db } = await attempt(nodes, [scalar('zero', 0), scalar('most', FLOAT32_MAX)], rows(1));
  expect(half).toEqual(['Clip']);
  expect(db).toBeGreaterThan(60);
});
