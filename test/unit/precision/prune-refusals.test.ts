import { describe, expect, it } from 'vitest';
import { amend, floatTensor, int64Tensor } from '#precision/onnx/make.ts';
import type { NodeProto, TensorProto } from '#precision/onnx/messages.ts';
import { DATA_TYPE } from '#precision/onnx/messages.ts';
import { readModel } from '#precision/onnx/read.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { makeVariant, rewriteModel } from '#precision/variants.ts';
import { maskedModel } from '#test/support/masked.ts';
import {
  boolTensor,
  create,
  graph,
  modelBytes,
  type ModelSpec,
  node,
  noise,
  weights,
} from '#test/support/onnx-models.ts';
import { runFloats, sqnrDb } from '#test/support/onnx-run.ts';
import { bertFeedForward } from '#test/support/prunable-models.ts';

const CHANNELS = 16;

interface Case extends Partial<ModelSpec> {
  readonly nodes: readonly NodeProto[];
}

/** A chain that can be pruned (`p`), beside one from `a` (Conv of 16 channels) to `b`, which `last` reads. */
function model({ nodes, initializers = [], ...spec }: Case): Uint8Array {
  return modelBytes({
    opset: 17,
    inputs: { x: [1, 3, 6, 6] },
    outputs: { y: 4, p: 4 },
    ...spec,
    nodes: [
      node('Conv', ['x', 'p1'], 'pruned'),
      node('Conv', ['pruned', 'p2'], 'p'),
      node('Conv', ['x', 'w1'], 'a'),
      ...nodes,
      node('Conv', ['b', 'w2'], 'y'),
    ],
    initializers: [
      weights('p1', [CHANNELS, 3, 3, 3], 1),
      weights('p2', [4, CHANNELS, 1, 1], 2),
      weights('w1', [CHANNELS, 3, 3, 3], 3),
      weights('w2', [4, CHANNELS, 1, 1], 4),
      ...initializers,
    ],
  });
}

function whyLeft(bytes: Uint8Array, name = 'Conv:a'): string | undefined {
  const { report } = makeVariant(bytes, 'pruned-50');
  expect(report.changed.map(({ node: label }) => label)).toContain('Conv:pruned');
  expect(report.changed.map(({ node: label }) => label)).not.toContain(name);
  return report.left.find(({ node: label }) => label === name)?.why;
}

const half = (name: string, dims: readonly number[]): TensorProto =>
  create('TensorProto', {
    name,
    dims,
    dataType: DATA_TYPE.float16,
    rawData: new Uint8Array(2 * dims.reduce((all, dim) => all * dim, 1)),
  });

describe('channels stay where they reach', () => {
  it.each<[string, string, Case]>([
    [
      'a Concat of channels',
      'its output channels reach Concat "Concat:j", which joins them with others',
      {
        nodes: [node('Concat', ['a', 'a'], 'j', { axis: 1 }), node('Conv', ['j', 'w3'], 'b')],
        initializers: [weights('w3', [CHANNELS, 32, 1, 1], 5)],
      },
    ],
    [
      'a Split of channels',
      'its output channels reach Split "Split:l", which cuts them apart',
      { nodes: [node('Split', ['a'], 'l, r', { axis: 1 }), node('Concat', ['r', 'l'], 'b', { axis: 1 })] },
    ],
    [
      'a Slice of channels',
      'its output channels reach Slice "Slice:s", which cuts them apart',
      {
        nodes: [node('Slice', ['a', 'from', 'to', 'axis'], 's'), node('Mul', ['a', 's'], 'b')],
        initializers: [int64Tensor('from', [3]), int64Tensor('to', [4]), int64Tensor('axis', [1])],
      },
    ],
    [
      'a Softmax over them',
      'its output channels reach Softmax "Softmax:b", which combines them',
      { nodes: [node('Softmax', ['a'], 'b', { axis: 1 })] },
    ],
    [
      'a mean over them',
      'its output channels reach ReduceMean "ReduceMean:m", which combines them',
      { nodes: [node('ReduceMean', ['a'], 'm', { axes: [1] }), node('Mul', ['a', 'm'], 'b')] },
    ],
    [
      'a LayerNormalization over them',
      'its output channels reach LayerNormalization "LayerNormalization:n", which combines them',
      {
        nodes: [
          node('Transpose', ['a'], 't', { perm: [0, 2, 3, 1] }),
          node('LayerNormalization', ['t', 's'], 'n'),
          node('Transpose', ['n'], 'b', { perm: [0, 3, 1, 2] }),
        ],
        initializers: [weights('s', [CHANNELS], 5)],
      },
    ],
    [
      'a convolution in groups',
      'its output channels reach Conv "Conv:b", which convolves in groups',
      {
        nodes: [node('Conv', ['a', 'wg'], 'b', { group: 4 })],
        initializers: [weights('wg', [CHANNELS, 4, 1, 1], 5)],
      },
    ],
    [
      'a Reshape that parts them',
      'its output channels reach Reshape "Reshape:b", which lays them out anew in a way that is not followed',
      {
        nodes: [
          node('Reshape', ['a', 'parted'], 'r'),
          node('Transpose', ['r'], 't', { perm: [0, 2, 1, 3, 4] }),
          node('Reshape', ['t', 'joined'], 'b'),
        ],
        initializers: [int64Tensor('parted', [1, 4, 4, 4, 4]), int64Tensor('joined', [1, CHANNELS, 4, 4])],
      },
    ],
    [
      'an operator that is not known',
      'its output channels reach DepthToSpace "DepthToSpace:d", which couples them in a way that is not followed',
      {
        nodes: [node('DepthToSpace', ['a'], 'd', { blocksize: 2 }), node('Conv', ['d', 'w3'], 'b')],
        initializers: [weights('w3', [CHANNELS, 4, 1, 1], 5)],
      },
    ],
    [
      'an output of the model',
      'its output channels reach the output "a"',
      { nodes: [node('Relu', ['a'], 'b')], outputs: { y: 4, p: 4, a: 4 } },
    ],
    [
      'an Add with an input of the model',
      'its output channels reach the input "z"',
      {
        nodes: [node('Add', ['a', 'z'], 'b')],
        inputs: { x: [1, 3, 6, 6], z: [1, CHANNELS, 4, 4] },
      },
    ],
    [
      'a product of two computed values',
      'its output channels reach MatMul "MatMul:b", which multiplies two computed values, as attention does',
      { nodes: [node('MatMul', ['a', 'a'], 'b')] },
    ],
    [
      'an operator that gives their indices',
      'its output channels reach MaxPool "MaxPool:b", which is not followed',
      {
        nodes: [
          node('MaxPool', ['a'], 'b, i', { kernel_shape: [2, 2] }),
          node('Cast', ['i'], 'f', { to: 1 }),
        ],
        outputs: { y: 4, p: 4, f: 4 },
      },
    ],
    [
      'weights of another type',
      'its output channels reach "h", which does not hold float32',
      {
        nodes: [node('Cast', ['h'], 'f', { to: 1 }), node('Add', ['a', 'f'], 'b')],
        initializers: [half('h', [CHANNELS, 1, 1])],
      },
    ],
    [
      'a graph inside a node',
      'its output channels reach a graph inside If "If:b"',
      {
        nodes: [
          node('If', ['yes'], 'b', {
            then_branch: graph({ nodes: [node('Relu', ['a'], 't')], outputs: { t: 4 } }),
            else_branch: graph({ nodes: [node('Neg', ['a'], 'e')], outputs: { e: 4 } }),
          }),
        ],
        initializers: [boolTensor('yes', true)],
      },
    ],
  ])('%s', async (_, why, spec) => {
    const bytes = model(spec);
    expect(whyLeft(bytes)).toBe(why);
    const dims = [1, 3, 6, 6];
    const feeds = { x: { dims, data: noise(108, 9, 2) } };
    const z = { dims: [1, CHANNELS, 4, 4], data: new Float32Array(256) };
    const all = spec.inputs === undefined ? feeds : { ...feeds, z };
    // The chain beside it was pruned rightly, and nothing else was touched.
    const { y: expected = new Float32Array() } = await runFloats(
      writeModel(maskedModel(readModel(bytes), 0.5)),
      all,
    );
    const { y: found = new Float32Array() } = await runFloats(makeVariant(bytes, 'pruned-50').bytes, all);
    expect(sqnrDb(expected, found)).toBeGreaterThan(100);
  });
});

describe('pruning leaves', () => {
  it('channels whose weights belong to a graph around, and prunes the graph inside a node by itself', async () => {
    const inner = (t: string): ReturnType<typeof graph> =>
      graph({
        nodes: [
          node('Conv', ['x', `${t}1`], `${t}a`),
          node('Conv', [`${t}a`, `${t}2`], `${t}b`),
          node('Conv', [`${t}b`, 'outer'], t),
        ],
        outputs: { [t]: 4 },
        initializers: [weights(`${t}1`, [16, 3, 1, 1], 1), weights(`${t}2`, [16, 16, 1, 1], 2)],
      });
    const bytes = modelBytes({
      nodes: [node('If', ['yes'], 'y', { then_branch: inner('t'), else_branch: inner('e') })],
      inputs: { x: [1, 3, 2, 2] },
      outputs: { y: 4 },
      initializers: [boolTensor('yes', true), weights('outer', [16, 16, 1, 1], 3)],
    });
    const { bytes: pruned, report } = makeVariant(bytes, 'pruned-50');
    expect(report.changed.map(({ node: name, what }) => `${name}: ${what}`)).toEqual(
      ['t', 'e'].flatMap((t) => [`Conv:${t}a: output channels 16 → 8`, `Conv:${t}b: input channels 16 → 8`]),
    );
    expect(report.left.find(({ node: name }) => name === 'Conv:tb')?.why).toBe(
      'its output channels reach the graph around, which holds "outer"',
    );
    const { y } = await runFloats(pruned, { x: { dims: [1, 3, 2, 2], data: new Float32Array(12).fill(1) } });
    expect(y).toHaveLength(64);
  });

  it('weights that a graph inside a node uses, too', () => {
    const branch = (t: string): ReturnType<typeof graph> =>
      graph({ nodes: [node('Conv', ['x', 'w1'], t)], outputs: { [t]: 4 } });
    const bytes = model({
      nodes: [
        node('Relu', ['a'], 'b'),
        node('If', ['yes'], 'i', { then_branch: branch('t'), else_branch: branch('e') }),
      ],
      outputs: { y: 4, p: 4, i: 4 },
      initializers: [boolTensor('yes', true)],
    });
    expect(whyLeft(bytes)).toBe('its output channels reach a graph inside If "If:i"');
  });

  it('weights that the caller may replace', () => {
    const bytes = model({
      nodes: [node('Relu', ['a'], 'b')],
      inputs: { x: [1, 3, 6, 6], w1: [CHANNELS, 3, 3, 3] },
    });
    expect(whyLeft(bytes)).toBe(undefined);
  });

  it('weights that hold NaN', () => {
    const nan = floatTensor('nan', [CHANNELS, CHANNELS, 1, 1], new Float32Array(256).fill(NaN));
    const bytes = model({ nodes: [node('Conv', ['a', 'nan'], 'b')], initializers: [nan] });
    expect(whyLeft(bytes)).toBe('weights hold NaN or infinity');
  });

  it('layers whose input has an unknown number of dimensions', () => {
    const bytes = model({
      nodes: [node('Relu', ['a'], 'b'), node('Loose', ['x'], 'l'), node('MatMul', ['l', 'm'], 'n')],
      initializers: [weights('m', [4, 4], 5)],
    });
    expect(whyLeft(bytes, 'MatMul:n')).toBe('the number of dimensions of its input is not known');
  });

  it('everything, with the reasons, where no channel can leave', () => {
    const bytes = modelBytes({
      nodes: [node('MatMul', ['x', 'w'], 'y')],
      inputs: { x: ['n', 4] },
      outputs: { y: 2 },
      initializers: [weights('w', [4, 64])],
    });
    expect(() => makeVariant(bytes, 'pruned-25')).toThrow(
      expect.objectContaining({
        code: 'precision-not-applicable',
        message:
          'nothing in the model can be pruned: MatMul "MatMul:y": its output channels reach the output "y"',
      }),
    );
  });

  it('few channels, which come in blocks of 8', () => {
    const { report } = makeVariant(
      model({
        nodes: [node('Conv', ['a', 'w8'], 'c'), node('Conv', ['c', 'w9'], 'b')],
        initializers: [weights('w8', [8, CHANNELS, 1, 1], 5), weights('w9', [CHANNELS, 8, 1, 1], 6)],
      }),
      'pruned-50',
    );
    expect(report.left.find(({ node: name }) => name === 'Conv:c')?.why).toBe(
      'its 8 output channels are too few to remove 50 % of them in steps of 8',
    );
  });

  it('no note on the shape of what became smaller, and keeps the others', () => {
    const spec = bertFeedForward();
    const whole = readModel(modelBytes(spec));
    const note = (name: string): object => create('ValueInfoProto', { name });
    const annotated = amend(whole, {
      graph: whole.graph && amend(whole.graph, { valueInfo: ['gelu', 'sum'].map(note) as never }),
    });
    const { model: pruned } = rewriteModel(annotated, 'pruned-50');
    expect(pruned.graph?.valueInfo.map(({ name }) => name)).toEqual(['sum']);
  });
});
