import { InferenceSession } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { TensorMap } from '#core/tensor.ts';
import { elementCount } from '#precision/onnx/tensors.ts';
import { floatTensor } from '#precision/onnx/make.ts';
import type { TensorProto } from '#precision/onnx/messages.ts';
import { DATA_TYPE } from '#precision/onnx/messages.ts';
import { readModel } from '#precision/onnx/read.ts';
import { DEFAULT_SETTINGS } from '#precision/settings.ts';
import { makeVariant } from '#precision/variants.ts';
import { modelBytes, type ModelSpec, node, noise, weights } from '#test/support/onnx-models.ts';
import { fingerprint, runAll, runFloats, sqnrDb, toOrt } from '#test/support/onnx-run.ts';

const SIZE = 128;
const ROWS = 6;

const quantize = (bytes: Uint8Array, form: 'int8' | 'uint8') =>
  makeVariant(bytes, 'int8-dynamic', { settings: { ...DEFAULT_SETTINGS, int8: { weights: form } } });

interface Case {
  readonly spec: ModelSpec;
  readonly dims: readonly number[];
}

const MATMUL: Case = {
  spec: {
    nodes: [node('MatMul', ['x', 'w'], 'y')],
    inputs: { x: ['rows', SIZE] },
    outputs: { y: 2 },
    initializers: [weights('w', [SIZE, SIZE])],
  },
  dims: [ROWS, SIZE],
};
const CASES: readonly (readonly [string, Case])[] = [
  ['a MatMul', MATMUL],
  [
    'a Gemm with transposed weights',
    { ...MATMUL, spec: { ...MATMUL.spec, nodes: [node('Gemm', ['x', 'w'], 'y', { transB: 1 })] } },
  ],
  [
    'a convolution on patches',
    {
      spec: {
        nodes: [node('Conv', ['x', 'w'], 'y', { pads: [1, 1, 1, 1] })],
        inputs: { x: [1, 64, 6, 5] },
        outputs: { y: 4 },
        initializers: [weights('w', [64, 64, 3, 3])],
      },
      dims: [1, 64, 6, 5],
    },
  ],
];

/** value − zero point of the only matrix: what is multiplied by the scale. */
function steps(bytes: Uint8Array, form: 'int8' | 'uint8'): number[] {
  const tensors = readModel(bytes).graph?.initializer ?? [];
  const type = form === 'int8' ? DATA_TYPE.int8 : DATA_TYPE.uint8;
  const [matrix, zeroPoints] = tensors.filter(({ dataType }) => dataType === type);
  if (matrix === undefined || zeroPoints === undefined) throw new Error(`there are no ${form} weights`);
  const zeros = integersOf(zeroPoints);
  return integersOf(matrix).map((value, at) => value - (zeros[at % zeros.length] ?? NaN));
}

function integersOf({ rawData, dataType }: TensorProto): number[] {
  return dataType === DATA_TYPE.int8 ? [...Int8Array.from(rawData)] : [...rawData];
}

const scalesOf = (bytes: Uint8Array): string =>
  (readModel(bytes).graph?.initializer ?? [])
    .filter(({ dataType }) => dataType === DATA_TYPE.float)
    .map(({ name, rawData }) => `${name}: ${Buffer.from(rawData).toString('hex')}`)
    .join();

describe('weights as int8 and as uint8', () => {
  it.each(CASES)('are the same numbers with the same scales in %s', (_, { spec }) => {
    const bytes = modelBytes(spec);
    const [signed, unsigned] = [quantize(bytes, 'int8').bytes, quantize(bytes, 'uint8').bytes];
    expect(steps(unsigned, 'uint8')).toEqual(steps(signed, 'int8'));
    expect(scalesOf(unsigned)).toBe(scalesOf(signed));
    expect(unsigned.length).toBeLessThan(signed.length + 100);
  });

  it.each(CASES)('give the same answer bit for bit in %s', async (_, { spec, dims }) => {
    const bytes = modelBytes(spec);
    const data = noise(elementCount(dims), 5);
    const feeds: TensorMap[] = [{ x: { type: 'float32', dims, data } }];
    const answers = await Promise.all(
      (['int8', 'uint8'] as const).map(async (form) =>
        fingerprint(await runAll(quantize(bytes, form).bytes, feeds)),
      ),
    );
    expect(answers[0]).toBe(answers[1]);
  });

  it('are said in the report', () => {
    const bytes = modelBytes(MATMUL.spec);
    for (const form of ['int8', 'uint8'] as const) {
      expect(quantize(bytes, form).report.changed[0]?.what).toContain(`${form} weights`);
    }
  });

  it('have the form that was asked for, ConvInteger apart, which is unsigned in both', () => {
    const attributes = { auto_pad: 'SAME_UPPER', strides: [2, 2] };
    const bytes = modelBytes({
      nodes: [node('Conv', ['x', 'w'], 'y', attributes)],
      inputs: { x: [1, 64, 6, 5] },
      outputs: { y: 4 },
      initializers: [weights('w', [64, 64, 3, 3])],
    });
    expect(Buffer.compare(quantize(bytes, 'int8').bytes, quantize(bytes, 'uint8').bytes)).toBe(0);
  });
});

describe('uint8 weights', () => {
  /** The largest products of one sign, which 16 bits cannot hold two of, then some of the other. */
  const extreme = (count: number, period: number) =>
    Float32Array.from({ length: count }, (_, at) => (at % period < period - 2 ? 1 : -1));

  it('are exact on every processor, without an option of the session, where 16 bits would overflow', async () => {
    const bytes = modelBytes({
      ...MATMUL.spec,
      initializers: [floatTensor('w', [SIZE, SIZE], extreme(SIZE * SIZE, 7))],
    });
    const x = { dims: [ROWS, SIZE], data: extreme(ROWS * SIZE, 5) };
    const { y: expected = new Float32Array() } = await runFloats(bytes, { x });
    const session = await InferenceSession.create(quantize(bytes, 'uint8').bytes, { logSeverityLevel: 3 });
    const { y } = await session.run(toOrt({ x: { type: 'float32', ...x } }));
    const found = Float32Array.from(y?.data as Float32Array);
    await session.release();
    expect(sqnrDb(expected, found)).toBeGreaterThan(40);
  });
});

describe('int8 weights that two nodes share', () => {
  it('load on every processor, as they do with the defaults of ONNX Runtime', async () => {
    const nodes = [node('MatMul', ['x', 'w'], 'm'), node('MatMul', ['m', 'w'], 'y')];
    const { bytes } = quantize(modelBytes({ ...MATMUL.spec, nodes }), 'int8');
    const { y } = await runFloats(bytes, { x: { dims: [ROWS, SIZE], data: noise(ROWS * SIZE, 7) } });
    expect(y).toHaveLength(ROWS * SIZE);
    expect(y?.every(Number.isFinite)).toBe(true);
  });
});
