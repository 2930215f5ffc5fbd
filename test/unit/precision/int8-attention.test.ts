import { describe, expect, it } from 'vitest';
import type { TensorData, TensorMap } from '#core/tensor.ts';
import { amend, floatTensor } from '#precision/onnx/make.ts';
import type { ModelProto, OperatorSetId } from '#precision/onnx/messages.ts';
import { readModel } from '#precision/onnx/read.ts';
import { elementCount } from '#precision/onnx/tensors.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { makeVariant } from '#precision/variants.ts';
import { MACHINE_SETTINGS } from '#test/support/machine-settings.ts';
import { create, type GraphSpec, inputsFor, model, node, noise, weights } from '#test/support/onnx-models.ts';
import { runAll, sqnrDb } from '#test/support/onnx-run.ts';

const [BATCH, STEPS, PAST, HEADS, HIDDEN] = [2, 5, 3, 4, 64];
const HEAD = HIDDEN / HEADS;
/** `TensorProto.DataType` of int32. */
const INT32 = 6;
/** A head or a column in the wrong place gives less than 10 dB. */
const GOOD_DB = 33;

type Attributes = Parameters<typeof node>[3];
const quantize = (bytes: Uint8Array) => makeVariant(bytes, 'int8-dynamic', { settings: MACHINE_SETTINGS });

interface Case {
  readonly attributes?: Attributes;
  /** Behind input, weights and bias. */
  readonly more?: readonly string[];
  readonly bias?: string;
  readonly outputs?: string;
  readonly feeds?: TensorMap;
  readonly spec?: Partial<GraphSpec>;
}

function attentionModel({
  attributes = {},
  more = [],
  bias = 'b',
  outputs = 'y',
  feeds = {},
  spec = {},
}: Case) {
  const inputs = ['x', 'w', bias, ...more];
  const plain = model({
    nodes: [
      amend(node('Attention', inputs, outputs, { num_heads: HEADS, ...attributes }), {
        domain: 'com.microsoft',
      }),
    ],
    inputs: {
      x: ['batch', 'steps', HIDDEN],
      ...Object.fromEntries(
        Object.entries(feeds).map(([name, { type, dims }]) => [
          name,
          { type: type === 'int32' ? INT32 : 1, dims },
        ]),
      ),
    },
    outputs: Object.fromEntries(outputs.split(', ').map((name) => [name, null])),
    initializers: [weights('w', [HIDDEN, 3 * HIDDEN], 1), weights('b', [3 * HIDDEN], 2)],
    ...spec,
  });
  return withMicrosoft(plain);
}

const attention = (each: Case): Uint8Array => writeModel(attentionModel(each));

function withMicrosoft(plain: ModelProto): ModelProto {
  const set = create<OperatorSetId>('OperatorSetIdProto', { domain: 'com.microsoft', version: 1 });
  return amend(plain, { opsetImport: [...plain.opsetImport, set] });
}

const floats = (dims: readonly number[], seed: number): TensorData => ({
  type: 'float32',
  dims,
  data: noise(elementCount(dims), seed),
});
const int32 = (dims: readonly number[], values: readonly number[]): TensorData => ({
  type: 'int32',
  dims,
  data: Int32Array.from(values),
});

/** The worst output; `reference` is the model in float. */
async function qualityDb(each: Case, reference = attention(each)): Promise<number> {
  const feeds = { x: floats([BATCH, STEPS, HIDDEN], 3), ...each.feeds };
  const [[expected = {}], [found = {}]] = [
    await runAll(reference, [feeds]),
    await runAll(quantize(attention(each)).bytes, [feeds]),
  ];
  return Math.min(
    ...Object.entries(expected).map(([name, { data }]) =>
      sqnrDb(data as Float32Array, found[name]?.data as Float32Array),
    ),
  );
}

describe('Attention at int8', () => {
  const lengths = { mask: int32([BATCH], [3, 5]) };
  const keep = { mask: int32([BATCH, STEPS], [1, 1, 1, 0, 0, 1, 1, 1, 1, 1]) };
  const past = { past: floats([2, BATCH, HEADS, PAST, HEAD], 7) };
  const square = Array.from({ length: BATCH * STEPS * STEPS }, (_, at) => (at % 7 === 3 ? 0 : 1));

  it.each<[string, Case]>([
    ['with a bias', {}],
    ['where a token sees only those before it', { attributes: { unidirectional: 1 } }],
    ['with the lengths of the sequences', { more: ['mask'], feeds: lengths }],
    ['with a mask of tokens', { more: ['mask'], feeds: keep }],
    ['with a mask of pairs', { more: ['mask'], feeds: { mask: int32([BATCH, STEPS, STEPS], square) } }],
    [
      'with a mask value of its own',
      { more: ['mask'], feeds: keep, attributes: { mask_filter_value: -50.5 } },
    ],
    [
      'with a past',
      { more: ['', 'past'], feeds: past, outputs: 'y, present', attributes: { unidirectional: 1 } },
    ],
    ['with its three sizes stated', { attributes: { qkv_hidden_sizes: [HIDDEN, HIDDEN, HIDDEN] } }],
  ])('is right %s', async (_, each) => {
    const { bytes, report } = quantize(attention(each));
    const form = MACHINE_SETTINGS.int8.weights;
    expect(report.changed.map(({ what }) => what)).toEqual([
      `QAttention; ${form} weights, a scale and zero point a column`,
    ]);
    expect((readModel(bytes).graph?.node ?? []).map(({ opType }) => opType)).toEqual([
      'DynamicQuantizeLinear',
      'QAttention',
    ]);
    expect(await qualityDb(each)).toBeGreaterThan(GOOD_DB);
  });

  it('is right without a bias, as with one of zeros', async () => {
    const initializers = [
      weights('w', [HIDDEN, 3 * HIDDEN], 1),
      floatTensor('b', [3 * HIDDEN], new Float32Array(3 * HIDDEN)),
    ];
    // ONNX Runtime 1.30 crashes on the float operator without a bias.
    const reference = attention({ spec: { initializers } });
    expect(await qualityDb({ bias: '' }, reference)).toBeGreaterThan(GOOD_DB);
  });

  it('is smaller, and imports no domain twice', () => {
    const bytes = attention({});
    const { bytes: quantized } = quantize(bytes);
    expect(quantized.length).toBeLessThan(0.35 * bytes.length);
    expect(readModel(quantized).opsetImport).toHaveLength(2);
  });
});

describe('Attention that stays in float', () => {
  const why = (each: Case): string => {
    const original = attentionModel(each).graph;
    const bytes = writeModel(
      withMicrosoft(
        model({
          nodes: [...(original?.node ?? []), node('MatMul', ['m', 'good'], 'kept')],
          inputs: { m: ['n', 128], ...inputsFor(original) },
          outputs: { kept: 2 },
          initializers: [...(original?.initializer ?? []), weights('good', [128, 128])],
        }),
      ),
    );
    const { report } = quantize(bytes);
    expect(report.changed.map((change) => change.node)).toEqual(['MatMul:kept']);
    return report.left.map((left) => left.why).join();
  };

  it.each<[string, Case]>([
    ['adds a bias to its scores', { more: ['', '', 'scores'] }],
    ['past and present share a buffer', { more: ['', '', '', 'length'] }],
    ['past and present share a buffer', { attributes: { past_present_share_buffer: 1 } }],
    ['rotates its positions', { attributes: { do_rotary: 1 } }],
    ['has a scale of its own', { attributes: { scale: 0.25 } }],
    ['differ in size', { attributes: { qkv_hidden_sizes: [HIDDEN, HIDDEN, 32] } }],
    ['not a constant', { spec: { initializers: [] } }],
    ['3 dimensions', { spec: { initializers: [weights('w', [1, HIDDEN, 3 * HIDDEN])] } }],
    ['gain nothing', { spec: { initializers: [weights('w', [8, 24])] } }],
  ])('says that it %s', (said, each) => {
    expect(why(each)).toContain(said);
  });

  it('is the operator of that name only where it is ONNX Runtime’s', () => {
    const bytes = attention({});
    const { graph } = readModel(bytes);
    const foreign = (graph?.node ?? []).map((each) => amend(each, { domain: 'com.example' }));
    const other = model({
      nodes: foreign,
      inputs: inputsFor(graph),
      outputs: { y: 3 },
      initializers: graph?.initializer ?? [],
    });
    expect(() => quantize(writeModel(other))).toThrow(/no MatMul, Gemm, Conv or LSTM/);
  });
});
