import { describe, expect, it } from 'vitest';
import { floatTensor } from '#precision/onnx/make.ts';
import { readModel } from '#precision/onnx/read.ts';
import { floatsOf } from '#precision/onnx/tensors.ts';
import { zeroSmallest } from '#precision/sparse/smallest.ts';
import { makeVariant } from '#precision/variants.ts';
import { graph, boolTensor, modelBytes, node, noise, weights } from '#test/support/onnx-models.ts';
import { runFloats } from '#test/support/onnx-run.ts';

function zeroed(values: readonly number[], count: number): number[] {
  const floats = Float32Array.from(values);
  zeroSmallest(floats, count);
  return [...floats];
}

describe('the smallest by magnitude', () => {
  it('become 0, whatever their sign', () => {
    expect(zeroed([3, -1, 2, -4, 0.5], 2)).toEqual([3, 0, 2, -4, 0]);
  });

  it('are the first where several are equal', () => {
    expect(zeroed([1, -1, 1, 1], 2)).toEqual([0, 0, 1, 1]);
  });

  it('may be denormal; NaN and infinity are larger than all', () => {
    expect(zeroed([1e-40, NaN, 2e-40, -Infinity], 2)).toEqual([0, NaN, 0, -Infinity]);
  });

  it('are what sorting finds', () => {
    const values = noise(5000, 3).map((value) => value ** 3);
    const found = new Float32Array(values);
    zeroSmallest(found, 2500);
    const bound = [...values].map(Math.abs).sort((a, b) => a - b)[2499] ?? NaN;
    expect([...found]).toEqual([...values].map((value) => (Math.abs(value) <= bound ? 0 : value)));
  });
});

const SPEC = {
  nodes: [
    node('Conv', ['x', 'conv'], 'c'),
    node('Flatten', ['c'], 'f'),
    node('Transpose', ['matrix'], 't', { perm: [1, 0] }),
    node('MatMul', ['f', 't'], 'm'),
    node('Constant', [], 'k', { value: weights('inner', [6, 2], 3) }),
    node('Gemm', ['m', 'k', 'bias'], 'y'),
  ],
  inputs: { x: [1, 2, 2, 2] },
  outputs: { y: 2 },
  initializers: [weights('conv', [4, 2, 1, 1], 1), weights('matrix', [6, 16], 2), weights('bias', [2], 4)],
};

describe('sparse-50', () => {
  it('sets half of the weights of each layer to 0 and says how many', () => {
    const bytes = modelBytes(SPEC);
    const { bytes: sparse, report } = makeVariant(bytes, 'sparse-50');
    expect(report.changed.map(({ node: name, what }) => `${name}: ${what}`)).toEqual([
      'Conv:c: 4 of 8 weights are 0, in dense storage',
      'MatMul:m: 48 of 96 weights are 0, in dense storage',
      'Gemm:y: 6 of 12 weights are 0, in dense storage',
    ]);
    // Dense storage: nothing is smaller.
    expect(sparse.length).toBe(bytes.length);
    const tensors = readModel(sparse).graph?.initializer ?? [];
    const zeros = tensors.map((tensor) => floatsOf(tensor)?.filter((value) => value === 0).length);
    expect(zeros).toEqual([4, 48, 0]);
  });

  it('runs, and gives the same bytes each time', async () => {
    const bytes = modelBytes(SPEC);
    const sparse = makeVariant(bytes, 'sparse-50').bytes;
    const { y = [] } = await runFloats(sparse, { x: { dims: [1, 2, 2, 2], data: noise(8, 1) } });
    expect(y).toHaveLength(2);
    expect(Buffer.compare(makeVariant(bytes, 'sparse-50').bytes, sparse)).toBe(0);
  });

  it('reaches graphs inside nodes, and weights that they take from around', () => {
    const branch = (t: string) =>
      graph({
        nodes: [node('MatMul', ['x', 'outer'], `${t}1`), node('MatMul', [`${t}1`, `${t}w`], t)],
        outputs: { [t]: 2 },
        initializers: [weights(`${t}w`, [4, 4], 2)],
      });
    const bytes = modelBytes({
      nodes: [node('If', ['yes'], 'y', { then_branch: branch('t'), else_branch: branch('e') })],
      inputs: { x: ['n', 4] },
      outputs: { y: 2 },
      initializers: [boolTensor('yes', true), weights('outer', [4, 4], 1)],
    });
    const { report } = makeVariant(bytes, 'sparse-50');
    // The weights from around are one tensor of two layers.
    expect(report.changed.map(({ node: name }) => name)).toEqual([
      'MatMul:t1',
      'MatMul:e1',
      'MatMul:t',
      'MatMul:e',
    ]);
  });

  it('leaves weights that something else uses, too', () => {
    const bytes = modelBytes({
      nodes: [
        node('Gather', ['tied', 'ids'], 'g'),
        node('Transpose', ['tied'], 't', { perm: [1, 0] }),
        node('MatMul', ['g', 't'], 'm'),
        node('MatMul', ['m', 'w'], 'y'),
      ],
      inputs: { ids: { type: 7, dims: ['n'] } },
      outputs: { y: 2 },
      initializers: [weights('tied', [8, 4], 1), weights('w', [8, 2], 2)],
    });
    const { report } = makeVariant(bytes, 'sparse-50');
    expect(report.changed.map(({ node: name }) => name)).toEqual(['MatMul:y']);
    expect(report.left).toEqual([
      { node: 'MatMul:m', op: 'MatMul', why: 'Gather "Gather:g" uses its weights, too' },
    ]);
  });

  it('is not for models without such weights', () => {
    const bytes = modelBytes({
      nodes: [node('Add', ['x', 'c'], 'y')],
      inputs: { x: ['n'] },
      outputs: { y: 1 },
      initializers: [floatTensor('c', [], Float32Array.of(1))],
    });
    expect(() => makeVariant(bytes, 'sparse-50')).toThrow(
      expect.objectContaining({ code: 'precision-not-applicable' }),
    );
  });
});
