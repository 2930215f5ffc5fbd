import { describe, expect, it } from 'vitest';
import { attributeOf, intOf } from '#precision/onnx/attributes.ts';
import { amend, makeOperatorSet } from '#precision/onnx/make.ts';
import type { GraphProto, ModelProto, NodeProto, TensorProto } from '#precision/onnx/messages.ts';
import { int64ToNumber } from '#precision/onnx/messages.ts';
import { readModel } from '#precision/onnx/read.ts';
import { graphsWithin } from '#precision/onnx/walk.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { DEFAULT_SETTINGS, type VariantSettings } from '#precision/settings.ts';
import { makeVariant } from '#precision/variants.ts';
import { dequantized } from '#test/support/int4-reference.ts';
import type { ModelSpec } from '#test/support/onnx-models.ts';
import { create, graph, model, modelBytes, node, noise, weights } from '#test/support/onnx-models.ts';
import type { Floats } from '#test/support/onnx-run.ts';
import { runFloats, sqnrDb } from '#test/support/onnx-run.ts';

const [INPUTS, OUTPUTS] = [200, 160];
const X: Floats = { x: { dims: [5, INPUTS], data: noise(5 * INPUTS, 9) } };
const SETTINGS = ([32, 64, 128] as const).flatMap((blockSize) =>
  [true, false].map((symmetric): VariantSettings['int4'] => ({ blockSize, symmetric })),
);

const SYMMETRIC: VariantSettings['int4'] = { blockSize: 32, symmetric: true };
const toInt4 = (bytes: Uint8Array, int4 = SYMMETRIC) =>
  makeVariant(bytes, 'int4', { settings: { ...DEFAULT_SETTINGS, int4 } });

async function qualityDb(bytes: Uint8Array, feeds: Floats = X): Promise<number> {
  const { y: expected = new Float32Array() } = await runFloats(bytes, feeds);
  const { y: found = new Float32Array() } = await runFloats(toInt4(bytes).bytes, feeds);
  return sqnrDb(expected, found);
}

function outermost({ graph: found }: ModelProto): GraphProto {
  if (found === null) throw new Error('no graph');
  return found;
}

const graphOf = (bytes: Uint8Array): GraphProto => outermost(readModel(bytes));
const nodesOf = (bytes: Uint8Array): NodeProto[] =>
  [...graphsWithin(graphOf(bytes))].flatMap(({ node: all }) => all);
const operators = (bytes: Uint8Array): string[] => nodesOf(bytes).map(({ opType }) => opType);

function tensorOf(bytes: Uint8Array, name: string): TensorProto {
  const found = graphOf(bytes).initializer.find((tensor) => tensor.name === name);
  if (found === undefined) throw new Error(`no tensor ${name}`);
  return found;
}

const product = (more: Partial<ModelSpec> = {}): Uint8Array =>
  modelBytes({
    nodes: [node('MatMul', ['x', 'w'], 'y')],
    inputs: { x: ['n', INPUTS] },
    outputs: { y: 2 },
    initializers: [weights('w', [INPUTS, OUTPUTS])],
    ...more,
  });

describe('int4', () => {
  it('replaces a product with a constant matrix by MatMulNBits, and says how well', async () => {
    const { bytes, report } = toInt4(product());
    const [made] = nodesOf(bytes);
    expect(made).toMatchObject({ opType: 'MatMulNBits', domain: 'com.microsoft' });
    expect(['K', 'N', 'bits', 'block_size'].map((name) => made && intOf(made, name, 0))).toEqual([
      200, 160, 4, 32,
    ]);
    expect(report.changed[0]?.what).toMatch(/^MatMulNBits, 200 × 160 in blocks of 32, 2\d\.\d dB$/);
    expect(graphOf(bytes).initializer.map(({ name }) => name)).toEqual(['w_int4', 'w_int4_scale']);
    expect(await qualityDb(product())).toBeGreaterThan(20);
  });

  it.each(SETTINGS)(
    'stores what ONNX Runtime reads back: block $blockSize, symmetric $symmetric',
    async (settings) => {
      const { bytes } = toInt4(product(), settings);
      // Rows of the unit matrix pick the weights of one input each; int8 holds 0 and 1 exactly.
      const unit = Float32Array.from({ length: INPUTS ** 2 }, (_, at) => (at % (INPUTS + 1) === 0 ? 1 : 0));
      const { y = new Float32Array() } = await runFloats(bytes, {
        x: { dims: [INPUTS, INPUTS], data: unit },
      });
      const raw = (name: string): Uint8Array => Uint8Array.from(tensorOf(bytes, name).rawData);
      const blocked = {
        packed: raw('w_int4'),
        scales: new Float32Array(raw('w_int4_scale').buffer),
        zeroPoints: settings.symmetric ? null : raw('w_int4_zero_point'),
      };
      const expected = dequantized(blocked, INPUTS, OUTPUTS, settings.blockSize);
      const worst = y.reduce((most, value, at) => {
        const [input, output] = [Math.floor(at / OUTPUTS), at % OUTPUTS];
        return Math.max(most, Math.abs(value - (expected[output * INPUTS + input] ?? NaN)));
      }, 0);
      expect(y).toHaveLength(INPUTS * OUTPUTS);
      expect(worst).toBeLessThan(1e-6);
    },
  );

  it('gives the same bytes every time and leaves its input alone', () => {
    const bytes = product();
    expect(Buffer.compare(toInt4(bytes).bytes, toInt4(product()).bytes)).toBe(0);
    expect(Buffer.compare(bytes, product())).toBe(0);
  });

  it('takes less than a fifth of the bytes', () => {
    expect(toInt4(product()).bytes.length / product().length).toBeLessThan(1 / 5);
  });

  it('imports the operators of ONNX Runtime, once', () => {
    const imports = (bytes: Uint8Array) =>
      readModel(bytes).opsetImport.map(({ domain, version }) => [domain, int64ToNumber(version)]);
    expect(imports(toInt4(product()).bytes)).toEqual([
      ['', 13],
      ['com.microsoft', 1],
    ]);
    const read = readModel(product());
    const imported = amend(read, { opsetImport: [...read.opsetImport, makeOperatorSet('com.microsoft', 1)] });
    expect(imports(toInt4(writeModel(imported)).bytes)).toHaveLength(2);
  });

  it.each([[[INPUTS]], [[1, INPUTS]], [[2, 3, 4, INPUTS]]])(
    'takes an activation of shape %j',
    async (dims) => {
      const open = dims.map((_, at) => (at === dims.length - 1 ? INPUTS : `d${at}`));
      const bytes = product({ inputs: { x: open }, outputs: { y: null } });
      const data = noise(
        dims.reduce((a, b) => a * b, 1),
        4,
      );
      expect(await qualityDb(bytes, { x: { dims, data } })).toBeGreaterThan(20);
    },
  );
});

describe('int4 of Gemm', () => {
  const gemm = (attributes: Record<string, number>, more: Partial<ModelSpec> = {}): Uint8Array =>
    product({
      nodes: [node('Gemm', ['x', 'w', 'b'], 'y', attributes)],
      initializers: [
        weights('w', attributes['transB'] === 1 ? [OUTPUTS, INPUTS] : [INPUTS, OUTPUTS]),
        weights('b', [OUTPUTS], 2, 3),
      ],
      ...more,
    });

  it.each([0, 1])('keeps its bias in the one node: transB %i', async (transB) => {
    expect(operators(toInt4(gemm({ transB })).bytes)).toEqual(['MatMulNBits']);
    expect(await qualityDb(gemm({ transB }))).toBeGreaterThan(30);
  });

  it('takes a bias of one row', async () => {
    const initializers = [weights('w', [INPUTS, OUTPUTS]), weights('b', [1, OUTPUTS], 2, 3)];
    const bytes = gemm({}, { initializers });
    expect(operators(toInt4(bytes).bytes)).toEqual(['MatMulNBits']);
    expect(await qualityDb(bytes)).toBeGreaterThan(30);
  });

  it('adds a bias that is computed, or one value for all, after the product', async () => {
    const inputs = { x: ['n', INPUTS], b: ['n', OUTPUTS] };
    const computed = gemm({}, { inputs, initializers: [weights('w', [INPUTS, OUTPUTS])] });
    expect(operators(toInt4(computed).bytes)).toEqual(['MatMulNBits', 'Add']);
    const bias = { b: { dims: [5, OUTPUTS], data: noise(5 * OUTPUTS, 3) } };
    expect(await qualityDb(computed, { ...X, ...bias })).toBeGreaterThan(20);
    const one = gemm({}, { initializers: [weights('w', [INPUTS, OUTPUTS]), weights('b', [1], 2, 3)] });
    expect(operators(toInt4(one).bytes)).toEqual(['MatMulNBits', 'Add']);
    expect(await qualityDb(one)).toBeGreaterThan(20);
  });

  it.each([
    [{ alpha: 0.5 }, 'its product is scaled (alpha is not 1)'],
    [{ beta: 0.5 }, 'its bias is scaled (beta is not 1)'],
    [{ transA: 1 }, 'its activation is transposed'],
  ])('is left where it does more: %j', (attributes, why) => {
    expect(() => toInt4(gemm(attributes))).toThrow(why);
  });
});

describe('int4 finds its weights', () => {
  it('behind Identity and Transpose, which go', async () => {
    const bytes = product({
      nodes: [
        node('Identity', ['w'], 'same'),
        node('Transpose', ['same'], 'turned', { perm: [1, 0] }),
        node('MatMul', ['x', 'turned'], 'y'),
      ],
      initializers: [weights('w', [OUTPUTS, INPUTS])],
    });
    expect(operators(toInt4(bytes).bytes)).toEqual(['MatMulNBits']);
    expect(await qualityDb(bytes)).toBeGreaterThan(20);
  });

  it('once, however many layers share them, and twice where they are read both ways round', async () => {
    const shared = product({
      nodes: [
        node('MatMul', ['x', 'w'], 'a'),
        node('MatMul', ['x', 'w'], 'b'),
        node('Add', ['a', 'b'], 'c'),
        node('Gemm', ['c', 'w'], 'y', { transB: 1 }),
      ],
    });
    const { bytes } = toInt4(shared);
    expect(graphOf(bytes).initializer.map(({ name }) => name)).toEqual([
      'w_int4',
      'w_int4_scale',
      'w_int4_2',
      'w_int4_2_scale',
    ]);
    expect(await qualityDb(shared)).toBeGreaterThan(17);
  });

  it('keeps the floats where another node needs them', () => {
    const nodes = [node('MatMul', ['x', 'w'], 'y'), node('Gather', ['w', 'at'], 'z')];
    const bytes = product({
      nodes,
      outputs: { y: 2, z: null },
      inputs: { x: ['n', INPUTS], at: { type: 7, dims: [1] } },
    });
    expect(graphOf(toInt4(bytes).bytes).initializer.map(({ name }) => name)).toContain('w');
  });

  it('in graphs inside a node and outside them', async () => {
    const branch = (name: string, weight: string, own: TensorProto[]) =>
      graph({
        name,
        nodes: [node('MatMul', ['x', weight], `${name}_y`)],
        outputs: { [`${name}_y`]: 2 },
        initializers: own,
      });
    const bytes = modelBytes({
      nodes: [
        node('ReduceMax', ['x'], 'most', { keepdims: 0 }),
        node('Greater', ['most', 'limit'], 'condition'),
        node('If', ['condition'], 'y', {
          then_branch: branch('t', 'own', [weights('own', [INPUTS, OUTPUTS], 5)]),
          else_branch: branch('e', 'outer', []),
        }),
      ],
      inputs: { x: ['n', INPUTS], limit: [] },
      outputs: { y: 2 },
      initializers: [weights('outer', [INPUTS, OUTPUTS], 6)],
    });
    expect(toInt4(bytes).report.changed).toHaveLength(2);
    for (const limit of [-1e4, 1e4]) {
      expect(
        await qualityDb(bytes, { ...X, limit: { dims: [], data: Float32Array.of(limit) } }),
      ).toBeGreaterThan(20);
    }
    const chooser = nodesOf(toInt4(bytes).bytes).find(({ opType }) => opType === 'If');
    const inner = chooser && attributeOf(chooser, 'then_branch')?.g;
    expect(inner?.initializer.map(({ name }) => name)).toEqual(['own_int4', 'own_int4_scale']);
  });
});

describe('int4 is refused', () => {
  it.each([
    [[32, 512], 'it has 32 inputs; below 64, 4 bits are slower'],
    [[1024, 16], 'it has 16 outputs; below 64, 4 bits are slower'],
    [[100, 100], 'it has 10000 weights; fewer than 16384 gain nothing'],
  ])('for a matrix of %j, with the reason', (dims, why) => {
    const bytes = product({ inputs: { x: ['n', dims[0] ?? 0] }, initializers: [weights('w', dims)] });
    expect(() => toInt4(bytes)).toThrow(why);
  });

  it('for what is no constant matrix of two dimensions, with the reasons', () => {
    const bytes = modelBytes({
      nodes: [
        node('MatMul', ['x', 'x'], 'a'),
        node('MatMul', ['w', 'x'], 'b'),
        node('MatMul', ['x', 'stack'], 'c'),
        node('Conv', ['k', 'kernel'], 'y'),
      ],
      inputs: { x: [INPUTS, INPUTS], k: [1, 1, 8, 8] },
      outputs: { y: 4 },
      initializers: [
        weights('w', [INPUTS, INPUTS]),
        weights('stack', [2, INPUTS, INPUTS]),
        weights('kernel', [1, 1, 3, 3]),
      ],
    });
    expect(() => toInt4(bytes)).toThrow(
      /MatMul: neither input is a constant.*MatMul: its weights are the first input.*have 3 dimensions/,
    );
  });

  it('for a model without such nodes, and for its own output', () => {
    const bare = modelBytes({ nodes: [node('Relu', ['x'], 'y')], inputs: { x: [1] }, outputs: { y: 1 } });
    expect(() => toInt4(bare)).toThrow(expect.objectContaining({ code: 'precision-not-applicable' }));
    expect(() => toInt4(bare)).toThrow(/it has no MatMul or Gemm/);
    expect(() => toInt4(toInt4(product()).bytes)).toThrow(/it has no MatMul or Gemm/);
  });

  it('for weights that are not finite, or that are not in the file', () => {
    const bad = noise(INPUTS * OUTPUTS, 1);
    bad[7] = NaN;
    const infinite = amend(weights('w', [INPUTS, OUTPUTS]), { rawData: new Uint8Array(bad.buffer) });
    expect(() => toInt4(product({ initializers: [infinite] }))).toThrow(/NaN or infinity/);
    const far = create<TensorProto>('TensorProto', {
      name: 'w',
      dataType: 1,
      dims: [INPUTS, OUTPUTS],
      dataLocation: 1,
    });
    const built = model({
      nodes: [node('MatMul', ['x', 'w'], 'y')],
      inputs: { x: [1, INPUTS] },
      outputs: { y: 2 },
      initializers: [far],
    });
    expect(() => toInt4(writeModel(built))).toThrow(/"w" lies in another file/);
  });
});
