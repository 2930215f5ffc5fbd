import { describe, expect, it } from 'vitest';
import type { TensorData, TensorMap } from '#core/tensor.ts';
import { amend, floatTensor, int64Tensor } from '#precision/onnx/make.ts';
import type { TensorProto } from '#precision/onnx/messages.ts';
import { DATA_TYPE } from '#precision/onnx/messages.ts';
import { readModel } from '#precision/onnx/read.ts';
import { elementCount } from '#precision/onnx/tensors.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { DEFAULT_SETTINGS } from '#precision/settings.ts';
import { makeVariant } from '#precision/variants.ts';
import { MACHINE_SETTINGS } from '#test/support/machine-settings.ts';
import {
  inputsFor,
  model,
  modelBytes,
  type ModelSpec,
  node,
  noise,
  weights,
} from '#test/support/onnx-models.ts';
import { fingerprint, runAll, sqnrDb } from '#test/support/onnx-run.ts';

const HIDDEN = 128;
const INPUTS = 96;
const STEPS = 6;
const BATCH = 2;
/** The gates squash what the weights lose; one misplaced gate or direction gives less than 15 dB. */
const GOOD_DB = 33;

type Attributes = Parameters<typeof node>[3];
const quantize = (bytes: Uint8Array) => makeVariant(bytes, 'int8-dynamic', { settings: MACHINE_SETTINGS });

const floats = (dims: readonly number[], seed: number): TensorData => ({
  type: 'float32',
  dims,
  data: noise(elementCount(dims), seed),
});

interface Case {
  readonly attributes?: Attributes;
  readonly directions?: number;
  /** Those of the LSTM behind X, W and R. */
  readonly more?: readonly string[];
  readonly initializers?: readonly TensorProto[];
}

function lstmModel({ attributes = {}, directions = 1, more = [], initializers = [] }: Case, spec = {}) {
  return model({
    nodes: [node('LSTM', ['x', 'w', 'r', ...more], 'y, y_h, y_c', { hidden_size: HIDDEN, ...attributes })],
    inputs: {
      x: ['steps', 'batch', INPUTS],
      h: [directions, 'batch', HIDDEN],
      c: [directions, 'batch', HIDDEN],
    },
    outputs: { y: 4, y_h: 3, y_c: 3 },
    opset: 14,
    initializers: [
      weights('w', [directions, 4 * HIDDEN, INPUTS], 1),
      weights('r', [directions, 4 * HIDDEN, HIDDEN], 2),
      ...initializers,
    ],
    ...spec,
  });
}

const lstm = (each: Case, spec: Partial<ModelSpec> = {}): Uint8Array => writeModel(lstmModel(each, spec));

const feeds = (directions = 1): TensorMap => ({
  x: floats([STEPS, BATCH, INPUTS], 3),
  h: floats([directions, BATCH, HIDDEN], 4),
  c: floats([directions, BATCH, HIDDEN], 5),
});

const opsOf = (bytes: Uint8Array): string[] =>
  (readModel(bytes).graph?.node ?? []).map(({ domain, opType }) => `${domain}:${opType}`);
const initializersOf = (bytes: Uint8Array): string[] =>
  (readModel(bytes).graph?.initializer ?? []).map(({ name }) => name);

/** The worst output. */
async function qualityDb(bytes: Uint8Array, given: TensorMap): Promise<number> {
  const [[expected = {}], [found = {}]] = [
    await runAll(bytes, [given]),
    await runAll(quantize(bytes).bytes, [given]),
  ];
  return Math.min(
    ...Object.entries(expected).map(([name, { data }]) =>
      sqnrDb(data as Float32Array, found[name]?.data as Float32Array),
    ),
  );
}

describe('LSTM at int8', () => {
  const bias = (directions: number) => [weights('b', [directions, 8 * HIDDEN], 6)];

  it.each<[string, Case]>([
    ['without a bias', {}],
    ['with a bias', { more: ['b'], initializers: bias(1) }],
    ['with a state at the beginning', { more: ['b', '', 'h', 'c'], initializers: bias(1) }],
    ['backwards', { attributes: { direction: 'reverse' } }],
    [
      'in both directions',
      {
        attributes: { direction: 'bidirectional' },
        directions: 2,
        more: ['b', '', 'h', 'c'],
        initializers: bias(2),
      },
    ],
    ['with peepholes', { more: ['', '', 'h', 'c', 'p'], initializers: [weights('p', [1, 3 * HIDDEN], 7)] }],
    ['with a clip', { attributes: { clip: 0.5 } }],
    ['with coupled gates', { attributes: { input_forget: 1 } }],
    [
      'with sequences of different lengths',
      {
        more: ['', 'lengths'],
        initializers: [
          amend(int64Tensor('lengths', []), {
            dataType: DATA_TYPE.int32,
            dims: [BATCH],
            rawData: new Uint8Array(Int32Array.of(4, 6).buffer),
          }),
        ],
      },
    ],
    ['with its layout stated', { attributes: { layout: 0 } }],
  ])('is right %s', async (_, each) => {
    const bytes = lstm(each);
    expect(opsOf(quantize(bytes).bytes)).toEqual(['com.microsoft:DynamicQuantizeLSTM']);
    expect(await qualityDb(bytes, feeds(each.directions))).toBeGreaterThan(GOOD_DB);
  });

  it('says what it became, is smaller, and imports the operators of ONNX Runtime once', () => {
    const bytes = lstm({});
    const { bytes: quantized, report } = quantize(bytes);
    const form = MACHINE_SETTINGS.int8.weights;
    expect(report.changed).toEqual([
      {
        node: 'LSTM:y',
        op: 'LSTM',
        what: `DynamicQuantizeLSTM; ${form} weights, a scale a gate's column`,
      },
    ]);
    expect(quantized.length).toBeLessThan(0.27 * bytes.length);
    const imported = readModel(quantized).opsetImport.map(({ domain, version }) => [domain, Number(version)]);
    expect(imported).toEqual([
      ['', 14],
      ['com.microsoft', 1],
    ]);
  });

  it('answers the same bit for bit with int8 and with uint8 weights', async () => {
    const bytes = lstm({ more: ['', '', 'h', 'c'] });
    const answers = await Promise.all(
      (['int8', 'uint8'] as const).map(async (form) => {
        const settings = { ...DEFAULT_SETTINGS, int8: { weights: form } };
        const { bytes: variant } = makeVariant(bytes, 'int8-dynamic', { settings });
        return fingerprint(await runAll(variant, [feeds()]));
      }),
    );
    expect(answers[0]).toBe(answers[1]);
  });

  it('keeps outputs absent that were absent', async () => {
    const nodes = [node('LSTM', ['x', 'w', 'r'], ', y_h', { hidden_size: HIDDEN })];
    const bytes = lstm({}, { nodes, outputs: { y_h: 3 } });
    expect(quantize(bytes).report.changed[0]?.node).toBe('LSTM:');
    expect(await qualityDb(bytes, feeds())).toBeGreaterThan(GOOD_DB);
  });

  it('stores weights that two layers share once', () => {
    const nodes = ['y', 'z'].map((name) => node('LSTM', ['x', 'w', 'r'], name, { hidden_size: HIDDEN }));
    const { bytes } = quantize(lstm({}, { nodes, outputs: { y: 4, z: 4 } }));
    const form = MACHINE_SETTINGS.int8.weights;
    expect(initializersOf(bytes).filter((name) => name.endsWith(`_gates_${form}`))).toHaveLength(2);
  });
});

describe('LSTM weights that are put together from constants', () => {
  const ends = [0, 1, 2, 4].map((gate) => gate * HIDDEN);
  /** As PyTorch exports them: the gates i, f, g, o as i, o, f + g, and a direction in front. */
  const assembled = (name: string): ModelSpec['nodes'] => [
    node('Slice', [`${name}_flat`, 'e0', 'e1', 'first'], `${name}_i`),
    node('Slice', [`${name}_flat`, 'last', 'all', 'first'], `${name}_o`),
    node('Slice', [`${name}_flat`, 'e1', 'last', 'first'], `${name}_fg`),
    node('Concat', [`${name}_i`, `${name}_o`, `${name}_fg`], `${name}_iofg`, { axis: 0 }),
    node('Unsqueeze', [`${name}_iofg`, 'first'], name),
  ];
  const constants = [
    int64Tensor('first', [0]),
    int64Tensor('e0', [ends[0] ?? 0]),
    int64Tensor('e1', [ends[1] ?? 0]),
    int64Tensor('last', [-HIDDEN]),
    int64Tensor('all', [{ low: -1, high: 0x7fff_ffff, toNumber: () => 2 ** 63 }]),
  ];
  const spec = (changes: Partial<ModelSpec> = {}): Partial<ModelSpec> => ({
    nodes: [
      ...assembled('w'),
      ...assembled('r'),
      node('LSTM', ['x', 'w', 'r'], 'y, y_h, y_c', { hidden_size: HIDDEN }),
    ],
    initializers: [
      ...constants,
      weights('w_flat', [4 * HIDDEN, INPUTS], 1),
      weights('r_flat', [4 * HIDDEN, HIDDEN], 2),
    ],
    ...changes,
  });

  it('are followed, and what put them together goes with the float weights', async () => {
    const fed = {
      inputs: { x: ['steps', 'batch', INPUTS], all: { type: DATA_TYPE.int64, dims: [1] } },
      initializers: (spec().initializers ?? []).filter(({ name }) => name !== 'all'),
    };
    expect(() => quantize(lstm({}, spec(fed)))).toThrow(/its weights are not constants/);
    const whole = lstm({}, spec());
    const { bytes: quantized } = quantize(whole);
    expect(opsOf(quantized)).toEqual(['com.microsoft:DynamicQuantizeLSTM']);
    expect(initializersOf(quantized).filter((name) => name.endsWith('_flat'))).toEqual([]);
    expect(await qualityDb(whole, feeds())).toBeGreaterThan(GOOD_DB);
  });

  it('are left where a slice takes every second row, or a part is computed', () => {
    const stepped = spec({
      nodes: (spec().nodes ?? []).map((each) =>
        each.name === 'Slice:w_i' ? amend(each, { input: [...each.input, 'step'] }) : each,
      ),
      initializers: [...(spec().initializers ?? []), int64Tensor('step', [2])],
    });
    expect(() => quantize(lstm({}, stepped))).toThrow(/its weights are not constants/);
    const computed = spec({
      nodes: [node('Relu', ['w_raw'], 'w_flat'), ...(spec().nodes ?? [])],
      initializers: (spec().initializers ?? []).map((each) =>
        each.name === 'w_flat' ? amend(each, { name: 'w_raw' }) : each,
      ),
    });
    expect(() => quantize(lstm({}, computed))).toThrow(/its weights are not constants/);
  });
});

describe('an LSTM that stays in float', () => {
  const why = (each: Case, spec: Partial<ModelSpec> = {}): string => {
    const kept = node('MatMul', ['m', 'good'], 'kept');
    const original = lstmModel(each, spec).graph;
    const { report } = quantize(
      modelBytes({
        nodes: [...(original?.node ?? []), kept],
        inputs: { m: ['n', 128], ...inputsFor(original) },
        outputs: { kept: 2 },
        opset: 14,
        initializers: [...(original?.initializer ?? []), weights('good', [128, 128])],
      }),
    );
    expect(report.changed.map((change) => change.node)).toEqual(['MatMul:kept']);
    return report.left.map((left) => left.why).join();
  };
  const shaped = (w: TensorProto, r: TensorProto) => ({ initializers: [w, r] });

  it('is one with the batch first, or with weights that are computed, of another type, or do not fit', () => {
    expect(why({ attributes: { layout: 1 } })).toMatch(/batch comes first/);
    expect(why({}, { initializers: [] })).toBe('its weights are not constants');
    const w = weights('w', [1, 4 * HIDDEN, INPUTS]);
    const half = amend(w, { dataType: DATA_TYPE.float16, rawData: new Uint8Array(4 * HIDDEN * INPUTS * 2) });
    expect(why({}, shaped(half, weights('r', [1, 4 * HIDDEN, HIDDEN])))).toBe('its weights are not float32');
    expect(why({}, shaped(w, weights('r', [1, 4 * HIDDEN, 64])))).toBe('its weights do not fit each other');
  });

  it('is a small one, and one with a weight that is not finite', () => {
    expect(why({}, shaped(weights('w', [1, 16, 4]), weights('r', [1, 16, 4])))).toMatch(/it has 128 weights/);
    const broken = noise(4 * HIDDEN * INPUTS, 1).fill(NaN, 5, 6);
    const w = floatTensor('w', [1, 4 * HIDDEN, INPUTS], broken);
    const r = weights('r', [1, 4 * HIDDEN, HIDDEN]);
    expect(why({}, shaped(w, r))).toBe('its weights hold NaN or infinity');
  });
});
