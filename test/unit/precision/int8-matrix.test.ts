import { describe, expect, it } from 'vitest';
import { notWorthwhile } from '#precision/int8/limits.ts';
import { floatTensor, int64Tensor, uint8Tensor } from '#precision/onnx/make.ts';
import type { NodeProto, TensorProto } from '#precision/onnx/messages.ts';
import { readModel } from '#precision/onnx/read.ts';
import { makeVariant } from '#precision/variants.ts';
import { MACHINE_SETTINGS } from '#test/support/machine-settings.ts';
import { modelBytes, type ModelSpec, node, noise, weights } from '#test/support/onnx-models.ts';
import { runFloats, sqnrDb } from '#test/support/onnx-run.ts';

const SIZE = 128;
const ROWS = 6;
const FORM = MACHINE_SETTINGS.int8.weights;
const X = { x: { dims: [ROWS, SIZE], data: noise(ROWS * SIZE, 7) } };
/** Weights of some hundred inputs at 8 bits each give some 40 dB; one wrong column gives less than 25. */
const GOOD_DB = 35;

const matMul = (spec: Partial<ModelSpec> = {}): Uint8Array =>
  modelBytes({
    nodes: [node('MatMul', ['x', 'w'], 'y')],
    inputs: { x: ['rows', SIZE] },
    outputs: { y: 2 },
    initializers: [weights('w', [SIZE, SIZE])],
    ...spec,
  });

const quantize = (bytes: Uint8Array) => makeVariant(bytes, 'int8-dynamic', { settings: MACHINE_SETTINGS });

const nodesOf = (bytes: Uint8Array): readonly NodeProto[] => readModel(bytes).graph?.node ?? [];
const opsOf = (bytes: Uint8Array): string[] => nodesOf(bytes).map(({ opType }) => opType);
const initializersOf = (bytes: Uint8Array): string[] =>
  (readModel(bytes).graph?.initializer ?? []).map(({ name }) => name);

async function qualityDb(bytes: Uint8Array, output = 'y', feeds = X): Promise<number> {
  const [expected, found] = [await runFloats(bytes, feeds), await runFloats(quantize(bytes).bytes, feeds)];
  return sqnrDb(expected[output] ?? new Float32Array(), found[output] ?? new Float32Array());
}

describe('MatMul at int8', () => {
  it('becomes the dynamic quantization of its input and a product of integers', async () => {
    const bytes = matMul();
    const { bytes: quantized, report } = quantize(bytes);
    expect(opsOf(quantized)).toEqual(['DynamicQuantizeLinear', 'MatMulInteger', 'Cast', 'Mul', 'Mul']);
    expect(report.changed).toEqual([
      {
        node: 'MatMul:y',
        op: 'MatMul',
        what: `MatMulInteger; ${FORM} weights, a scale and zero point a column`,
      },
    ]);
    expect(report.left).toEqual([]);
    expect(quantized.length).toBeLessThan(0.3 * bytes.length);
    expect(await qualityDb(bytes)).toBeGreaterThan(GOOD_DB);
  });

  it('is the arithmetic that the README states', async () => {
    const data = X.x.data;
    const w = noise(SIZE * SIZE, 1, 0.2);
    const [low, high] = [Math.min(0, ...data), Math.max(0, ...data)];
    const step = Math.fround((high - low) / 255);
    const columns = Array.from({ length: SIZE }, (_, column) => {
      const values = Array.from({ length: SIZE }, (_, row) => w[row * SIZE + column] ?? NaN);
      const scale = Math.fround((Math.max(0, ...values) - Math.min(0, ...values)) / 255);
      const zeroPoint = Math.round(-128 - Math.min(0, ...values) / scale);
      const integers = values.map((value) => {
        return Math.max(-128, Math.min(127, Math.round(value / scale) + zeroPoint)) - zeroPoint;
      });
      return { scale, integers };
    });
    const expected = new Float32Array(ROWS * SIZE);
    for (let row = 0; row < ROWS; row++) {
      for (const [column, { scale, integers }] of columns.entries()) {
        let sum = 0;
        for (let k = 0; k < SIZE; k++) {
          sum += Math.round((data[row * SIZE + k] ?? NaN) / step) * (integers[k] ?? NaN);
        }
        expected[row * SIZE + column] = sum * step * scale;
      }
    }
    const { y = new Float32Array() } = await runFloats(quantize(matMul()).bytes, X);
    expect(sqnrDb(expected, y)).toBeGreaterThan(90);
  });

  it('keeps a bias that follows', async () => {
    const bytes = matMul({
      nodes: [node('MatMul', ['x', 'w'], 'm'), node('Add', ['m', 'b'], 'y')],
      initializers: [weights('w', [SIZE, SIZE]), weights('b', [SIZE], 2)],
    });
    expect(opsOf(quantize(bytes).bytes).at(-1)).toBe('Add');
    expect(await qualityDb(bytes)).toBeGreaterThan(GOOD_DB);
  });

  it.each([
    ['one', [SIZE]],
    ['three', [3, ROWS, SIZE]],
    ['four', [2, 3, ROWS, SIZE]],
  ])('takes inputs of %s dimensions', async (_, dims) => {
    const named = dims.map((size, axis) => (size === SIZE ? SIZE : `d${axis}`));
    const bytes = matMul({ inputs: { x: named }, outputs: { y: dims.length } });
    const count = dims.reduce((product, size) => product * size, 1);
    expect(await qualityDb(bytes, 'y', { x: { dims, data: noise(count, 3) } })).toBeGreaterThan(GOOD_DB);
  });

  it('quantizes an activation once for all that read it', async () => {
    const names = ['q', 'k', 'v'];
    const bytes = matMul({
      nodes: names.map((name) => node('MatMul', ['x', `w_${name}`], name)),
      outputs: { q: 2, k: 2, v: 2 },
      initializers: names.map((name, seed) => weights(`w_${name}`, [SIZE, SIZE], seed + 1)),
    });
    const ops = opsOf(quantize(bytes).bytes);
    expect(ops.filter((op) => op === 'DynamicQuantizeLinear')).toHaveLength(1);
    expect(ops.filter((op) => op === 'MatMulInteger')).toHaveLength(3);
    expect(await qualityDb(bytes, 'v')).toBeGreaterThan(GOOD_DB);
  });

  it('stores weights that two nodes share once', async () => {
    const bytes = matMul({
      nodes: [node('MatMul', ['x', 'w'], 'm'), node('MatMul', ['m', 'w'], 'y')],
    });
    const { bytes: quantized } = quantize(bytes);
    expect(initializersOf(quantized).filter((name) => name.startsWith('w_'))).toEqual([
      `w_${FORM}`,
      `w_${FORM}_zero_point`,
    ]);
    expect(await qualityDb(bytes)).toBeGreaterThan(30);
  });

  it('keeps the float weights where something else still reads them', () => {
    const bytes = matMul({
      nodes: [node('MatMul', ['x', 'w'], 'm'), node('ReduceMax', ['w'], 'z'), node('Add', ['m', 'z'], 'y')],
    });
    expect(initializersOf(quantize(bytes).bytes)).toContain('w');
  });

  it('finds weights in a Constant, behind an Identity and behind a Transpose, and drops what it replaced', async () => {
    const bytes = matMul({
      nodes: [
        node('Constant', [], 'c', { value: weights('', [SIZE, SIZE]) }),
        node('Identity', ['c'], 'i'),
        node('Transpose', ['i'], 't', { perm: [1, 0] }),
        node('MatMul', ['x', 't'], 'y'),
      ],
      initializers: [],
    });
    expect(opsOf(quantize(bytes).bytes)[0]).toBe('DynamicQuantizeLinear');
    expect(await qualityDb(bytes)).toBeGreaterThan(GOOD_DB);
  });

  it('copes with nodes that come before what feeds them', () => {
    const bytes = matMul({
      nodes: [
        node('MatMul', ['i', 'c'], 'y'),
        node('Identity', ['x'], 'i'),
        node('Constant', [], 'c', { value: weights('', [SIZE, SIZE]) }),
        node('MatMul', ['x', 'w'], 'z'),
      ],
      outputs: { y: 2, z: 2 },
    });
    const made = new Set(nodesOf(quantize(bytes).bytes).flatMap(({ output }) => output));
    const used = nodesOf(quantize(bytes).bytes).flatMap(({ input }) => input);
    const given = new Set(['x', ...initializersOf(quantize(bytes).bytes)]);
    expect(used.filter((name) => !made.has(name) && !given.has(name))).toEqual([]);
  });

  it('makes new names where its own are taken', async () => {
    const bytes = matMul({
      nodes: [
        node('MatMul', ['x', 'w'], 'm'),
        node('Relu', ['m'], 'x_quantized'),
        node('Neg', ['x_quantized'], 'y'),
      ],
    });
    expect(await qualityDb(bytes)).toBeGreaterThan(GOOD_DB);
  });
});

describe('Gemm at int8', () => {
  it.each([
    ['plain', ['x', 'w'], {}],
    ['with transposed weights', ['x', 'w'], { transB: 1 }],
    ['with a bias', ['x', 'w', 'b'], { transB: 1 }],
    ['with a factor', ['x', 'w', 'b'], { transB: 1, alpha: 0.5 }],
  ])('is right %s', async (_, inputs, attributes) => {
    const bytes = matMul({
      nodes: [node('Gemm', inputs, 'y', attributes)],
      initializers: [weights('w', [SIZE, SIZE]), weights('b', [SIZE], 2, 3)],
    });
    expect(opsOf(quantize(bytes).bytes)).toContain('MatMulInteger');
    expect(await qualityDb(bytes)).toBeGreaterThan(GOOD_DB);
  });

  it('stores the weights that a MatMul and a transposed Gemm share in both forms', async () => {
    const bytes = matMul({
      nodes: [node('MatMul', ['x', 'w'], 'm'), node('Gemm', ['m', 'w'], 'y', { transB: 1 })],
    });
    expect(initializersOf(quantize(bytes).bytes).filter((name) => name.endsWith('int8'))).toHaveLength(2);
    expect(await qualityDb(bytes)).toBeGreaterThan(30);
  });
});

describe('what int8 leaves as it is', () => {
  const left = (spec: Partial<ModelSpec>): string => {
    const kept = node('MatMul', ['x', 'good'], 'kept');
    const { report } = quantize(
      matMul({
        outputs: { y: 2, kept: 2 },
        ...spec,
        nodes: [...(spec.nodes ?? []), kept],
        initializers: [...(spec.initializers ?? []), weights('good', [SIZE, SIZE])],
      }),
    );
    expect(report.changed.map((each) => each.node)).toEqual(['MatMul:kept']);
    return report.left.map(({ why }) => why).join('; ');
  };
  const product = [node('MatMul', ['x', 'w'], 'y')];

  it('is said of products of two activations, and of weights that come first', () => {
    const activations = [node('Transpose', ['x'], 't'), node('MatMul', ['t', 'x'], 'y')];
    expect(left({ nodes: activations })).toBe('neither input is a constant: it has no weights');
    const first = [node('Transpose', ['x'], 't'), node('MatMul', ['w', 't'], 'y')];
    const initializers = [weights('w', [SIZE, SIZE])];
    expect(left({ nodes: first, initializers })).toBe('its weights are the first input');
  });

  it('is said of weights that are few, batched, not finite or of another type', () => {
    const withWeights = (w: TensorProto) => left({ nodes: product, initializers: [w] });
    expect(withWeights(weights('w', [SIZE, 32]))).toBe('it has 4096 weights; fewer than 8192 gain nothing');
    expect(withWeights(weights('w', [3, SIZE, SIZE]))).toBe('its weights have 3 dimensions, not 2');
    const broken = noise(SIZE * SIZE, 1).fill(NaN, 5, 6);
    expect(withWeights(floatTensor('w', [SIZE, SIZE], broken))).toBe('its weights hold NaN or infinity');
    expect(withWeights(uint8Tensor('w', [4], new Uint8Array(4)))).toBe('its weights are not float32');
  });

  it('is said of weights that the caller may replace', () => {
    const replaceable = { inputs: { x: ['rows', SIZE], w: [SIZE, SIZE] }, nodes: product };
    expect(left({ ...replaceable, initializers: [weights('w', [SIZE, SIZE])] })).toMatch(/neither input/);
  });

  it('is said of Gemm with a transposed activation or a scaled bias', () => {
    const initializers = [weights('w', [SIZE, SIZE]), weights('b', [SIZE])];
    const gemm = (attributes: Record<string, number>) =>
      left({ nodes: [node('Gemm', ['x', 'w', 'b'], 'y', attributes)], initializers });
    expect(gemm({ transA: 1 })).toBe('its activation is transposed');
    expect(gemm({ beta: 0.5 })).toBe('its bias is scaled (beta is not 1)');
  });

  it('is said of recurrent layers that ONNX Runtime has no integer form of', () => {
    const initializers = [weights('w', [1, 3, SIZE]), weights('r', [1, 3, 1])];
    const gru = node('GRU', ['s', 'w', 'r'], 'y', { hidden_size: 1 });
    const nodes = [node('Unsqueeze', ['x', 'axis'], 's'), gru];
    expect(left({ nodes, initializers: [...initializers, int64Tensor('axis', [1])] })).toBe(
      'ONNX Runtime has no integer form of it',
    );
  });
});

describe('notWorthwhile', () => {
  it('keeps layers in float that move many values for few products', () => {
    expect(notWorthwhile({ inputs: 16, outputs: 1000, taps: 1 })).toMatch(/multiplies each value 16 times/);
    expect(notWorthwhile({ inputs: 3, outputs: 1000, taps: 49 })).toMatch(/kernel of 49 sees 3 channels/);
  });

  it('keeps sums in float that 32 bits could not hold', () => {
    expect(notWorthwhile({ inputs: 33_025, outputs: 64, taps: 1 })).toBeNull();
    expect(notWorthwhile({ inputs: 33_026, outputs: 64, taps: 1 })).toMatch(/too many for 32 bits/);
  });
});
