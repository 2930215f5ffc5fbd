import { describe, expect, it } from 'vitest';
import type { TensorMap } from '#core/tensor.ts';
import { countMacs, countParameters } from '#precision/onnx/cost.ts';
import { int64Tensor, uint8Tensor } from '#precision/onnx/make.ts';
import { amend } from '#precision/onnx/make.ts';
import { DATA_TYPE, type NodeProto } from '#precision/onnx/messages.ts';
import { shapeProbe } from '#precision/onnx/shape-probe.ts';
import { BOOL, create, graph, model, type ModelSpec, node, weights } from '#test/support/onnx-models.ts';
import { probeRun } from '#test/support/probe-run.ts';

const floats = (...dims: number[]): TensorMap[string] => ({
  type: 'float32',
  dims,
  data: new Float32Array(dims.reduce((product, dim) => product * dim, 1)).fill(0.1),
});

/** Really runs the model, and counts with the shapes that were seen. */
async function macs(spec: ModelSpec, feeds: TensorMap, domains: readonly string[] = []): Promise<number> {
  const plain = model({ opset: 17, ...spec });
  const made = amend(plain, {
    opsetImport: [
      ...plain.opsetImport,
      ...domains.map((domain) =>
        create<(typeof plain.opsetImport)[number]>('OperatorSetIdProto', { domain, version: 1 }),
      ),
    ],
  });
  const { shapes } = await probeRun(made, [feeds]);
  return countMacs(made, shapes);
}

const microsoft = (made: NodeProto): NodeProto => amend(made, { domain: 'com.microsoft' });

describe('multiply-accumulates', () => {
  it('of a convolution: each output value is a sum over the group’s channels and the kernel', async () => {
    const conv = node('Conv', ['x', 'w'], 'y', { group: 2, strides: [2, 2], pads: [1, 1, 1, 1] });
    const spec = { nodes: [conv], inputs: { x: [1, 4, 9, 8] }, outputs: { y: 4 } };
    const initializers = [weights('w', [6, 2, 3, 3])];
    // Output 6 × 5 × 4.
    expect(await macs({ ...spec, initializers }, { x: floats(1, 4, 9, 8) })).toBe(6 * 5 * 4 * 2 * 9);
  });

  it('of a transposed convolution: each input value goes to all of a kernel', async () => {
    const conv = node('ConvTranspose', ['x', 'w'], 'y', { strides: [2, 2] });
    const spec = { nodes: [conv], inputs: { x: [1, 3, 5, 5] }, outputs: { y: 4 } };
    const initializers = [weights('w', [3, 7, 2, 2])];
    expect(await macs({ ...spec, initializers }, { x: floats(1, 3, 5, 5) })).toBe(3 * 25 * 7 * 4);
  });

  it('of products, with weights and between activations of open sizes', async () => {
    const nodes = [
      node('MatMul', ['x', 'w'], 'h'),
      node('Transpose', ['h'], 't', { perm: [0, 2, 1] }),
      node('MatMul', ['h', 't'], 'y'),
    ];
    const spec = { nodes, inputs: { x: ['batch', 'tokens', 8] }, outputs: { y: 3 } };
    const initializers = [weights('w', [8, 16])];
    const found = await macs({ ...spec, initializers }, { x: floats(2, 5, 8) });
    expect(found).toBe(2 * 5 * 8 * 16 + 2 * 5 * 5 * 16);
  });

  it.each([0, 1])('of Gemm with its left side as it is or transposed (%d)', async (transA) => {
    const gemm = node('Gemm', ['x', 'w', 'b'], 'y', { transA, transB: 1 });
    const dims = transA === 1 ? [6, 3] : [3, 6];
    const spec = { nodes: [gemm], inputs: { x: dims }, outputs: { y: 2 } };
    const initializers = [weights('w', [10, 6]), weights('b', [10])];
    expect(await macs({ ...spec, initializers }, { x: floats(...dims) })).toBe(3 * 10 * 6);
  });

  it('of recurrent layers: every weight once for each step and direction', async () => {
    const nodes = [
      node('LSTM', ['x', 'w', 'r'], 'a', { hidden_size: 4, direction: 'bidirectional' }),
      node('GRU', ['x', 'v', 's'], 'b', { hidden_size: 4 }),
    ];
    const spec = { nodes, inputs: { x: [7, 2, 3] }, outputs: { a: 4, b: 4 } };
    const initializers = [
      ...[weights('w', [2, 16, 3]), weights('r', [2, 16, 4])],
      ...[weights('v', [1, 12, 3]), weights('s', [1, 12, 4])],
    ];
    const found = await macs({ ...spec, initializers }, { x: floats(7, 2, 3) });
    expect(found).toBe(7 * 2 * (2 * 4 * 4 * (3 + 4) + 3 * 4 * (3 + 4)));
  });

  it('of Einsum with two operands: all letters’ sizes', async () => {
    const einsum = node('Einsum', ['x', 'w'], 'y', { equation: 'bhi,ij->bhj' });
    const spec = { nodes: [einsum], inputs: { x: [2, 3, 4] }, outputs: { y: 3 } };
    const found = await macs({ ...spec, initializers: [weights('w', [4, 5])] }, { x: floats(2, 3, 4) });
    expect(found).toBe(2 * 3 * 4 * 5);
  });

  it('of ONNX Runtime’s attention, as much as of the products that it stands for', async () => {
    const attention = microsoft(node('Attention', ['x', 'w', 'b'], 'y', { num_heads: 2 }));
    const spec = { nodes: [attention], inputs: { x: [1, 5, 8] }, outputs: { y: 3 } };
    const initializers = [weights('w', [8, 24]), weights('b', [24])];
    const found = await macs({ ...spec, initializers }, { x: floats(1, 5, 8) }, ['com.microsoft']);
    expect(found).toBe(5 * 8 * 24 + 2 * 5 * 5 * 8);
  });

  it('of ONNX Runtime’s multi-head and grouped-query attention', async () => {
    const nodes = [
      microsoft(node('MultiHeadAttention', ['q', 'k', 'v'], 'y', { num_heads: 2 })),
      microsoft(
        node('GroupQueryAttention', ['q', 'gk', 'gv', 'pk', 'pv', 'last', 'total'], 'z, newk, newv', {
          num_heads: 2,
          kv_num_heads: 1,
        }),
      ),
    ];
    const int32 = DATA_TYPE.int32;
    const spec = {
      nodes,
      inputs: {
        ...{ q: [1, 3, 16], k: [1, 5, 16], v: [1, 5, 16] },
        ...{ gk: [1, 3, 8], gv: [1, 3, 8], pk: [1, 1, 'past', 8], pv: [1, 1, 'past', 8] },
        ...{ last: { type: int32, dims: [1] }, total: { type: int32, dims: [1] } },
      },
      outputs: { y: 3, z: 3 },
    };
    const int = (value: number): TensorMap[string] => ({
      type: 'int32',
      dims: [1],
      data: Int32Array.of(value),
    });
    const feeds = {
      ...{ q: floats(1, 3, 16), k: floats(1, 5, 16), v: floats(1, 5, 16) },
      ...{ gk: floats(1, 3, 8), gv: floats(1, 3, 8), pk: floats(1, 1, 4, 8), pv: floats(1, 1, 4, 8) },
      ...{ last: int(6), total: int(7) },
    };
    const found = await macs(spec, feeds, ['com.microsoft']);
    expect(found).toBe(2 * 3 * 5 * 16 + 2 * 3 * 7 * 16);
  });

  it('of an If are those of the branch that was taken, at any depth', async () => {
    const inner = (name: string, weight: string) =>
      graph({ name, nodes: [node('MatMul', ['x', weight], `${name}_y`)], outputs: { [`${name}_y`]: 2 } });
    const deep = graph({
      name: 'deep',
      nodes: [
        node('If', ['flag'], 'deep_if', {
          then_branch: inner('a', 'wide'),
          else_branch: inner('b', 'narrow'),
        }),
        node('Identity', ['deep_if'], 'deep_y'),
      ],
      outputs: { deep_y: 2 },
    });
    const spec: ModelSpec = {
      nodes: [node('If', ['flag'], 'y', { then_branch: deep, else_branch: inner('c', 'narrow') })],
      inputs: { x: [2, 4], flag: { type: BOOL, dims: [] } },
      outputs: { y: 2 },
      initializers: [weights('wide', [4, 100]), weights('narrow', [4, 10])],
    };
    const feeds = (flag: number): TensorMap => ({
      x: floats(2, 4),
      flag: { type: 'bool', dims: [], data: Uint8Array.of(flag) },
    });
    expect(await macs(spec, feeds(1))).toBe(2 * 4 * 100);
    expect(await macs(spec, feeds(0))).toBe(2 * 4 * 10);
  });

  it('the probe leaves the model’s own outputs and the model itself as they are', () => {
    const spec = { nodes: [node('MatMul', ['x', 'w'], 'y')], inputs: { x: [2, 4] }, outputs: { y: 2 } };
    const made = model({ ...spec, initializers: [weights('w', [4, 3])] });
    const { model: probe, outputs } = shapeProbe(made);
    expect(made.graph!.output.map(({ name }) => name)).toEqual(['y']);
    expect(probe.graph!.output.map(({ name }) => name)).toEqual(['y', 'shape_of_y', 'shape_of_x']);
    expect([...outputs]).toEqual([
      ['y', 'shape_of_y'],
      ['x', 'shape_of_x'],
    ]);
  });

  it.each([
    {
      what: 'a Loop with products in its body',
      nodes: [
        node('Loop', ['count', '', 'x'], 'y', {
          body: graph({
            name: 'body',
            inputs: { i: { type: DATA_TYPE.int64, dims: [] }, on: { type: BOOL, dims: [] }, s: [4, 4] },
            nodes: [node('Identity', ['on'], 'still'), node('MatMul', ['s', 's'], 'next')],
            outputs: { still: 0, next: 2 },
          }),
        }),
      ],
      named: 'Loop:y',
    },
    {
      what: 'an operator of others',
      nodes: [amend(node('Magic', ['x'], 'y'), { domain: 'acme' })],
      named: 'Magic:y',
    },
    {
      what: 'an operator without a formula',
      nodes: [microsoft(node('QAttention', ['x'], 'y'))],
      named: 'QAttention:y',
    },
    {
      what: 'Einsum with an ellipsis',
      nodes: [node('Einsum', ['x', 'x'], 'y', { equation: '...i,...i->...' })],
      named: 'Einsum:y',
    },
  ])('are not guessed for $what: the fault names the node', ({ nodes, named }) => {
    const made = model({
      nodes,
      inputs: { x: [4, 4], count: { type: DATA_TYPE.int64, dims: [] } },
      outputs: { y: 2 },
    });
    const shapes = new Map([['x', [4, 4]]]);
    expect(() => countMacs(made, shapes)).toThrow(
      expect.objectContaining({ code: 'model-unsupported', message: expect.stringContaining(`"${named}"`) }),
    );
  });
});

describe('parameters', () => {
  const count = (spec: ModelSpec): number => countParameters(model(spec));
  const inputs = { x: [1, 4, 8, 8] };

  it('are kernels, biases, matrices and embeddings, shared ones once', () => {
    const nodes = [
      node('Gather', ['table', 'ids'], 'e'),
      node('MatMul', ['e', 'w'], 'h'),
      node('Add', ['h', 'b'], 'i'),
      node('Transpose', ['table'], 'turned', { perm: [1, 0] }),
      node('MatMul', ['i', 'turned'], 'y'),
    ];
    const initializers = [weights('table', [50, 6]), weights('w', [6, 6]), weights('b', [6])];
    const ids = { type: DATA_TYPE.int64, dims: [1, 3] };
    expect(count({ nodes, inputs: { ids }, outputs: { y: 3 }, initializers })).toBe(300 + 36 + 6);
  });

  it('are the scales and shifts of a normalisation, not what it observed', () => {
    const nodes = [node('BatchNormalization', ['x', 's', 'b', 'm', 'v'], 'y')];
    const initializers = ['s', 'b', 'm', 'v'].map((name) => weights(name, [4]));
    expect(count({ nodes, inputs, outputs: { y: 4 }, initializers })).toBe(8);
  });

  it('are one value a channel, not scalars, masks or grids', () => {
    const nodes = [
      node('Mul', ['x', 'scale'], 'a'),
      node('Add', ['a', 'half'], 'b'),
      node('Add', ['b', 'grid'], 'y'),
    ];
    const initializers = [
      weights('scale', [1, 4, 1, 1]),
      weights('half', [1]),
      weights('grid', [1, 1, 8, 8]),
    ];
    expect(count({ nodes, inputs, outputs: { y: 4 }, initializers })).toBe(4);
  });

  it('are not what meets positions only, nor shapes, indices and tables of sizes', () => {
    const nodes = [
      node('Cast', ['positions'], 'p', { to: DATA_TYPE.float }),
      node('Mul', ['p', 'frequencies'], 'angles'),
      node('Cos', ['angles'], 'c'),
      node('Gather', ['sizes', 'positions'], 's'),
      node('Reshape', ['c', 'shape'], 'y'),
    ];
    const positions = { type: DATA_TYPE.int64, dims: [4, 1] };
    const initializers = [
      ...[weights('frequencies', [4]), int64Tensor('sizes', [1, 2, 3, 4]), int64Tensor('shape', [16])],
    ];
    expect(count({ nodes, inputs: { positions }, outputs: { y: 1, s: 2 }, initializers })).toBe(0);
  });

  it('are found where an exporter puts their parts in another order in the graph', () => {
    const nodes = [
      node('Slice', ['w', 'zero', 'eight', 'zero'], 'first'),
      node('Slice', ['w', 'eight', 'end', 'zero'], 'second'),
      node('Concat', ['second', 'first'], 'joined', { axis: 0 }),
      node('Unsqueeze', ['joined', 'zero'], 'wide'),
      node('LSTM', ['x', 'wide', 'r'], 'y', { hidden_size: 4 }),
    ];
    const initializers = [
      ...[weights('w', [16, 3]), weights('r', [1, 16, 4])],
      ...[int64Tensor('zero', [0]), int64Tensor('eight', [8]), int64Tensor('end', [16])],
    ];
    expect(count({ nodes, inputs: { x: [2, 1, 3] }, outputs: { y: 4 }, initializers })).toBe(48 + 64);
  });

  it('count in both branches of an If, and quantized ones by their number of values', () => {
    const branch = (name: string) =>
      graph({
        name,
        nodes: [node('MatMul', ['m', `${name}_w`], `${name}_y`)],
        outputs: { [`${name}_y`]: 2 },
        initializers: [weights(`${name}_w`, [8, 3])],
      });
    const nodes = [
      microsoft(
        node('MatMulNBits', ['x', 'packed', 'scales'], 'm', { K: 16, N: 8, bits: 4, block_size: 16 }),
      ),
      node('If', ['flag'], 'y', { then_branch: branch('a'), else_branch: branch('b') }),
    ];
    const initializers = [uint8Tensor('packed', [8, 1, 8], new Uint8Array(64)), weights('scales', [8])];
    const flag = { type: BOOL, dims: [] };
    expect(count({ nodes, inputs: { x: [2, 16], flag }, outputs: { y: 2 }, initializers })).toBe(128 + 48);
  });
});
