import { describe, expect, it } from 'vitest';
import { amend, float16Tensor, int64Tensor } from '#precision/onnx/make.ts';
import type { GraphProto, TensorProto } from '#precision/onnx/messages.ts';
import { DATA_TYPE } from '#precision/onnx/messages.ts';
import { readModel } from '#precision/onnx/read.ts';
import { graphsWithin } from '#precision/onnx/walk.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { makeVariant } from '#precision/variants.ts';
import { create, graph, model, modelBytes, node, noise, weights } from '#test/support/onnx-models.ts';
import type { Floats } from '#test/support/onnx-run.ts';
import { runFloats, sqnrDb } from '#test/support/onnx-run.ts';

const SIZE = 64;
const X: Floats = { x: { dims: [4, SIZE], data: noise(4 * SIZE, 9) } };
const toHalf = (bytes: Uint8Array) => makeVariant(bytes, 'fp16');

async function qualityDb(bytes: Uint8Array, feeds: Floats = X): Promise<number> {
  const { y: expected = new Float32Array() } = await runFloats(bytes, feeds);
  const { y: found = new Float32Array() } = await runFloats(toHalf(bytes).bytes, feeds);
  return sqnrDb(expected, found);
}

function outermost(bytes: Uint8Array): GraphProto {
  const { graph: found } = readModel(bytes);
  if (found === null) throw new Error('no graph');
  return found;
}

const operators = (bytes: Uint8Array): string[] =>
  [...graphsWithin(outermost(bytes))].flatMap(({ node: nodes }) => nodes.map(({ opType }) => opType));
const countOf = (bytes: Uint8Array, op: string): number =>
  operators(bytes).filter((each) => each === op).length;
const typeOf = (bytes: Uint8Array, name: string): number | undefined =>
  outermost(bytes).initializer.find((tensor) => tensor.name === name)?.dataType;

const perceptron = () =>
  modelBytes({
    nodes: [
      node('MatMul', ['x', 'w1'], 'a'),
      node('Add', ['a', 'b'], 's'),
      node('Relu', ['s'], 'r'),
      node('Gemm', ['r', 'w2'], 'y', { transB: 1 }),
    ],
    inputs: { x: ['n', SIZE] },
    outputs: { y: 2 },
    initializers: [weights('w1', [SIZE, SIZE]), weights('w2', [SIZE, SIZE], 2), weights('b', [SIZE], 3)],
  });

describe('fp16', () => {
  it('computes in float16 behind float32 inputs and outputs', async () => {
    const { bytes, report } = toHalf(perceptron());
    const { input, output, initializer } = outermost(bytes);
    expect(operators(bytes)).toEqual(['Cast', 'MatMul', 'Add', 'Relu', 'Gemm', 'Cast']);
    expect([...input, ...output].map(({ type }) => type?.tensorType?.elemType)).toEqual([1, 1]);
    expect(initializer.map(({ name, dataType }) => [name, dataType])).toEqual(
      ['w1_float16', 'b_float16', 'w2_float16'].map((name) => [name, DATA_TYPE.float16]),
    );
    expect(report.changed.map(({ op }) => op)).toEqual(['MatMul', 'Add', 'Relu', 'Gemm']);
    expect(report.left).toEqual([]);
    expect(await qualityDb(perceptron())).toBeGreaterThan(60);
  });

  it('gives the same bytes every time and leaves its input alone', () => {
    const bytes = perceptron();
    expect(Buffer.compare(toHalf(bytes).bytes, toHalf(perceptron()).bytes)).toBe(0);
    expect(Buffer.compare(bytes, perceptron())).toBe(0);
  });

  it('halves the weights, and stores those that two layers share once', () => {
    const shared = modelBytes({
      nodes: [node('MatMul', ['x', 'w'], 'a'), node('MatMul', ['a', 'w'], 'y')],
      inputs: { x: ['n', SIZE] },
      outputs: { y: 2 },
      initializers: [weights('w', [SIZE, SIZE])],
    });
    const { initializer } = outermost(toHalf(shared).bytes);
    expect(initializer.map(({ rawData }) => rawData.length)).toEqual([2 * SIZE * SIZE]);
  });

  it('casts a value once, however many nodes read it in the other form', async () => {
    const bytes = modelBytes({
      nodes: [
        node('MatMul', ['x', 'w'], 'a'),
        node('MatMul', ['x', 'w'], 'b'),
        node('Add', ['a', 'b'], 's'),
        // An output that is read inside, too: its float16 form is there already.
        node('Relu', ['s'], 'y'),
        node('Tanh', ['y'], 'z'),
        node('CumSum', ['s', 'axis'], 'c1'),
        node('CumSum', ['s', 'axis'], 'c2'),
      ],
      inputs: { x: ['n', SIZE] },
      outputs: { y: 2, z: 2, c1: 2, c2: 2 },
      initializers: [weights('w', [SIZE, SIZE]), scalarInt('axis', 1)],
    });
    // x to float16; y, z and s to float32.
    expect(countOf(toHalf(bytes).bytes, 'Cast')).toBe(4);
    expect(await qualityDb(bytes)).toBeGreaterThan(55);
  });

  it('puts no Cast between an output that is passed on and what made it', () => {
    const bytes = modelBytes({
      nodes: [node('MatMul', ['x', 'w'], 'y')],
      inputs: { x: ['n', SIZE] },
      outputs: { y: 2, x: 2 },
      initializers: [weights('w', [SIZE, SIZE])],
    });
    expect(operators(toHalf(bytes).bytes)).toEqual(['Cast', 'MatMul', 'Cast']);
  });

  it('says how many weights become 0 or lose digits', () => {
    const small = amend(weights('w', [2, 2]), { rawData: bytesOf(Float32Array.of(1, 1e-9, 1e-5, 2e-5)) });
    const bytes = modelBytes({
      nodes: [node('MatMul', ['x', 'w'], 'y')],
      inputs: { x: [1, 2] },
      outputs: { y: 2 },
      initializers: [small],
    });
    expect(toHalf(bytes).report.changed[0]?.what).toBe(
      'float16; of 4 weights 1 become 0, 2 lie below 6.1e-5 and lose digits',
    );
  });

  it('turns constants of every spelling into float16', async () => {
    const bytes = modelBytes({
      nodes: [
        node('Constant', [], 'tensor', { value: weights('', [SIZE, SIZE]) }),
        node('Constant', [], 'scalar', { value_float: 0.75 }),
        node('MatMul', ['x', 'tensor'], 'a'),
        node('Mul', ['a', 'scalar'], 'y'),
      ],
      inputs: { x: ['n', SIZE] },
      outputs: { y: 2 },
    });
    const { bytes: made } = toHalf(bytes);
    expect(operators(made)).toEqual(['Cast', 'MatMul', 'Mul', 'Cast']);
    expect(typeOf(made, 'scalar_float16')).toBe(DATA_TYPE.float16);
    expect(await qualityDb(bytes)).toBeGreaterThan(60);
  });

  it('makes in float16 at once what is made from nothing, where only that is read', async () => {
    const bytes = modelBytes({
      nodes: [
        node('Shape', ['x'], 'shape'),
        node('ConstantOfShape', ['shape'], 'ones', { value: weights('', [1], 3) }),
        node('Greater', ['x', 'ones'], 'mask'),
        node('Cast', ['mask'], 'cast', { to: DATA_TYPE.float }),
        node('Mul', ['x', 'cast'], 'm'),
        node('RandomNormalLike', ['x'], 'random'),
        node('Mul', ['random', 'zero'], 'nothing'),
        node('Sum', ['m', 'ones', 'nothing'], 'y'),
      ],
      inputs: { x: ['n', SIZE] },
      outputs: { y: 2 },
      initializers: [weights('zero', [1], 1, 0)],
    });
    const { bytes: made } = toHalf(bytes);
    // In, out, the one that was there, and that of the random values: ONNX Runtime makes those in float32 only.
    expect(countOf(made, 'Cast')).toBe(4);
    expect(await qualityDb(bytes)).toBeGreaterThan(60);
  });

  it('leaves float64 and integers as they are', async () => {
    const bytes = modelBytes({
      nodes: [
        node('Cast', ['x'], 'wide', { to: DATA_TYPE.double }),
        node('MatMul', ['wide', 'd'], 'product'),
        node('Cast', ['product'], 'narrow', { to: DATA_TYPE.float }),
        node('MatMul', ['narrow', 'w'], 'y'),
      ],
      inputs: { x: ['n', 2] },
      outputs: { y: 2 },
      initializers: [doubles('d', [2, 2], [1, 2, 3, 4]), weights('w', [2, 2])],
    });
    const { bytes: made, report } = toHalf(bytes);
    expect(typeOf(made, 'd')).toBe(DATA_TYPE.double);
    expect(report.changed.map((each) => each.node)).toEqual(['Cast:narrow', 'MatMul:y']);
    expect(await qualityDb(bytes, { x: { dims: [1, 2], data: Float32Array.of(0.3, -0.4) } })).toBeGreaterThan(
      55,
    );
  });

  it('keeps notes on types true', () => {
    const bytes = perceptron();
    const read = readModel(bytes);
    const noted = amend(outermost(bytes), {
      valueInfo: graph({ nodes: [], inputs: { s: ['n', SIZE] }, outputs: {} }).input,
    });
    const { bytes: made } = toHalf(writeModel(amend(read, { graph: noted })));
    expect(outermost(made).valueInfo.map(({ type }) => type?.tensorType?.elemType)).toEqual([
      DATA_TYPE.float16,
    ]);
  });
});

describe('fp16 is refused, with the reason,', () => {
  const refusal = (bytes: Uint8Array) => {
    try {
      toHalf(bytes);
    } catch (error) {
      return error;
    }
    return null;
  };
  const product = (w: TensorProto, type: number) =>
    modelBytes({
      nodes: [node('MatMul', ['x', 'w'], 'y')],
      inputs: { x: { type, dims: [1, 2] } },
      outputs: { y: null },
      initializers: [w],
    });

  it('where the model computes in float16 already', () => {
    const half = product(float16Tensor('w', [2, 2], new Uint16Array(4)), DATA_TYPE.float16);
    const expected = {
      code: 'precision-not-applicable',
      message: expect.stringContaining('in float16 already') as string,
    };
    expect(refusal(half)).toMatchObject(expected);
    expect(refusal(toHalf(perceptron()).bytes)).toMatchObject(expected);
  });

  it('where it has bfloat16 values', () => {
    const brain = amend(float16Tensor('w', [2, 2], new Uint16Array(4)), { dataType: DATA_TYPE.bfloat16 });
    expect(refusal(product(brain, DATA_TYPE.bfloat16))).toMatchObject({
      code: 'precision-not-applicable',
      message: expect.stringContaining('bfloat16') as string,
    });
  });

  it('where no node computes with float32', () => {
    const bytes = modelBytes({
      nodes: [node('Shape', ['x'], 'y')],
      inputs: { x: [1] },
      outputs: { y: null },
    });
    expect(refusal(bytes)).toMatchObject({ message: expect.stringContaining('no node of it') as string });
  });

  it('where the operator set is too old for Cast', () => {
    const bytes = modelBytes({
      nodes: [node('Relu', ['x'], 'y')],
      inputs: { x: [1] },
      outputs: { y: 1 },
      opset: 5,
    });
    expect(refusal(bytes)).toMatchObject({ message: expect.stringContaining('operator set is 5') as string });
  });

  it('where its weights lie in a file that was not opened', () => {
    const far = create<TensorProto>('TensorProto', { name: 'w', dataType: 1, dims: [2, 2], dataLocation: 1 });
    const built = model({
      nodes: [node('MatMul', ['x', 'w'], 'y')],
      inputs: { x: [1, 2] },
      outputs: { y: 2 },
      initializers: [far],
    });
    expect(refusal(writeModel(built))).toMatchObject({
      code: 'model-missing',
      message: expect.stringContaining('"w" lies in another file') as string,
    });
  });
});

function scalarInt(name: string, value: number): TensorProto {
  return amend(int64Tensor(name, [value]), { dims: [] });
}

function bytesOf(values: Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(values.buffer);
}

function doubles(name: string, dims: readonly number[], values: readonly number[]): TensorProto {
  const rawData = bytesOf(Float64Array.from(values));
  return create<TensorProto>('TensorProto', { name, dataType: DATA_TYPE.double, dims, rawData });
}
