import { describe, expect, it } from 'vitest';
import { floatTensor } from '#precision/onnx/make.ts';
import { readModel } from '#precision/onnx/read.ts';
import { makeVariant } from '#precision/variants.ts';
import { MACHINE_SETTINGS } from '#test/support/machine-settings.ts';
import { modelBytes, type ModelSpec, node, noise, weights } from '#test/support/onnx-models.ts';
import { runFloats, sqnrDb } from '#test/support/onnx-run.ts';

const CHANNELS = 64;
/** As for matrices: a misplaced tap or channel gives less than 10 dB. */
const GOOD_DB = 33;

interface ConvSpec extends Partial<ModelSpec> {
  /** Kernel, one size an axis. */
  readonly kernel: readonly number[];
  readonly space: readonly number[];
  readonly attributes?: Parameters<typeof node>[3];
  readonly channels?: number;
  readonly bias?: boolean;
  /** Added to the input: activations that don't include 0 test the zero point. */
  readonly shift?: number;
}

function conv({
  kernel,
  space,
  attributes = {},
  channels = CHANNELS,
  bias = true,
  ...spec
}: ConvSpec): Uint8Array {
  const rank = space.length + 2;
  return modelBytes({
    nodes: [node('Conv', ['x', 'w', ...(bias ? ['b'] : [])], 'y', attributes)],
    inputs: { x: [1, channels, ...space.map((_, axis) => `s${axis}`)] },
    outputs: { y: rank },
    ...spec,
    initializers: [
      weights('w', [CHANNELS, channels, ...kernel]),
      weights('b', [CHANNELS], 2, 3),
      ...(spec.initializers ?? []),
    ],
  });
}

const feedsFor = ({ space, channels = CHANNELS, shift = 0 }: ConvSpec) => {
  const dims = [1, channels, ...space];
  const data = noise(
    dims.reduce((a, b) => a * b, 1),
    5,
  ).map((value) => value + shift);
  return { x: { dims, data } };
};

const quantize = (bytes: Uint8Array) => makeVariant(bytes, 'int8-dynamic', { settings: MACHINE_SETTINGS });
const opsOf = (bytes: Uint8Array): string[] =>
  (readModel(bytes).graph?.node ?? []).map(({ opType }) => opType);

async function qualityDb(spec: ConvSpec, bytes = conv(spec)): Promise<number> {
  const feeds = feedsFor(spec);
  const { y: expected = new Float32Array() } = await runFloats(bytes, feeds);
  const { y: found = new Float32Array() } = await runFloats(quantize(bytes).bytes, feeds);
  return sqnrDb(expected, found);
}

describe('Conv at int8', () => {
  it.each<[string, ConvSpec]>([
    ['a kernel of 1', { kernel: [1, 1], space: [5, 7], channels: 128 }],
    [
      'a kernel of 1 with a stride',
      { kernel: [1, 1], space: [5, 8], channels: 128, attributes: { strides: [2, 3] } },
    ],
    [
      'a kernel of 1 with padding',
      { kernel: [1, 1], space: [4, 4], channels: 128, attributes: { pads: [1, 0, 0, 2] } },
    ],
    ['a kernel of 3 × 3', { kernel: [3, 3], space: [6, 5] }],
    ['padding', { kernel: [3, 3], space: [6, 5], attributes: { pads: [1, 1, 1, 1] } }],
    ['uneven padding', { kernel: [3, 2], space: [6, 5], attributes: { pads: [2, 0, 1, 1] } }],
    ['strides that fit', { kernel: [3, 3], space: [7, 9], attributes: { strides: [2, 2] } }],
    [
      'strides that leave a rest',
      { kernel: [3, 3], space: [8, 10], attributes: { strides: [2, 3], pads: [1, 1, 1, 1] } },
    ],
    ['dilations', { kernel: [3, 2], space: [9, 9], attributes: { dilations: [2, 3], pads: [1, 0, 0, 1] } }],
    [
      'dilations and strides',
      { kernel: [3, 3], space: [11, 12], attributes: { dilations: [2, 2], strides: [3, 2] } },
    ],
    ['auto_pad VALID', { kernel: [3, 3], space: [6, 5], attributes: { auto_pad: 'VALID' } }],
    ['auto_pad SAME_UPPER', { kernel: [3, 3], space: [6, 5], attributes: { auto_pad: 'SAME_UPPER' } }],
    [
      'auto_pad SAME_LOWER with a stride',
      { kernel: [2, 4], space: [7, 5], attributes: { auto_pad: 'SAME_LOWER', strides: [2, 2] } },
    ],
    ['one axis', { kernel: [3], space: [20], attributes: { strides: [2], pads: [1, 1] } }],
    ['three axes', { kernel: [1, 3, 2], space: [2, 4, 4], attributes: { pads: [0, 1, 1, 0, 1, 0] } }],
    [
      'more taps than patches are gathered for',
      { kernel: [8, 8], space: [9, 10], attributes: { pads: [3, 3, 3, 3] } },
    ],
    ['no bias', { kernel: [3, 3], space: [6, 5], bias: false }],
    ['an input above 0', { kernel: [3, 3], space: [6, 5], attributes: { pads: [1, 1, 1, 1] }, shift: 3 }],
    ['an input below 0', { kernel: [3, 3], space: [6, 5], attributes: { pads: [1, 1, 1, 1] }, shift: -3 }],
  ])('is right with %s', async (_, spec) => {
    expect(quantize(conv(spec)).report.changed).toHaveLength(1);
    expect(await qualityDb(spec)).toBeGreaterThan(GOOD_DB);
  });

  it('multiplies pixels by a matrix where the kernel is 1', () => {
    const bytes = conv({ kernel: [1, 1], space: [4, 4], channels: 128 });
    expect(opsOf(quantize(bytes).bytes)).toEqual([
      'DynamicQuantizeLinear',
      'Transpose',
      'MatMulInteger',
      'Cast',
      'Mul',
      'Mul',
      'Add',
      'Transpose',
    ]);
  });

  it('is a ConvInteger where the padding depends on the size of the input', () => {
    const attributes = { auto_pad: 'SAME_UPPER', strides: [2, 2] };
    const { bytes, report } = quantize(conv({ kernel: [3, 3], space: [6, 5], attributes }));
    expect(opsOf(bytes)).toEqual(['DynamicQuantizeLinear', 'ConvInteger', 'Cast', 'Mul', 'Mul', 'Add']);
    expect(report.changed[0]?.what).toBe('ConvInteger; uint8 weights, a scale a channel');
  });

  it('quantizes and transposes an input once for two convolutions', () => {
    const nodes = [
      node('Conv', ['x', 'w'], 'a', { pads: [1, 1, 1, 1] }),
      node('Conv', ['x', 'v'], 'c'),
      node('Add', ['a', 'c'], 'y'),
    ];
    const initializers = [weights('v', [CHANNELS, CHANNELS * 2, 1, 1])];
    const bytes = conv({ kernel: [3, 3], space: [6, 5], channels: 128, nodes, initializers });
    const ops = opsOf(quantize(bytes).bytes);
    expect(ops.filter((op) => op === 'DynamicQuantizeLinear')).toHaveLength(1);
    // One in, one out of each.
    expect(ops.filter((op) => op === 'Transpose')).toHaveLength(3);
  });

  it('leaves groups, depthwise ones too, and kernels on few channels, with the reason', () => {
    const kept = node('Conv', ['x', 'v'], 'k');
    const nodes = [node('Conv', ['x', 'w'], 'g', { group: 2 }), kept, node('Add', ['g', 'k'], 'y')];
    const initializers = [weights('v', [CHANNELS, 128, 3, 3])];
    const { report } = quantize(conv({ kernel: [3, 3], space: [6, 5], nodes, initializers }));
    expect(report.left).toEqual([
      { node: 'Conv:g', op: 'Conv', why: 'it has 2 groups, which ConvInteger computes one after the other' },
    ]);
    expect(() => quantize(conv({ kernel: [7, 7], space: [9, 9], channels: 3 }))).toThrow(/sees 3 channels/);
  });
});

describe('what follows a convolution', () => {
  const space = [6, 5];
  const batchNorm = [
    floatTensor('scale', [CHANNELS], noise(CHANNELS, 11)),
    weights('shift', [CHANNELS], 12, 3),
    weights('mean', [CHANNELS], 13, 2),
    floatTensor(
      'variance',
      [CHANNELS],
      noise(CHANNELS, 14).map((value) => value ** 2 + 0.1),
    ),
  ];
  const normalise = (input: string, output: string) =>
    node('BatchNormalization', [input, 'scale', 'shift', 'mean', 'variance'], output, { epsilon: 0.001 });

  it.each<[string, ModelSpec['nodes'], ModelSpec['initializers']]>([
    ['BatchNormalization', [normalise('c', 'y')], batchNorm],
    ['Mul by a scalar', [node('Mul', ['c', 's'], 'y')], [floatTensor('s', [], Float32Array.of(-0.7))]],
    ['Add of one value a channel', [node('Add', ['s', 'c'], 'y')], [weights('s', [CHANNELS, 1, 1], 4)]],
    [
      'Mul, then BatchNormalization, then Add',
      [node('Mul', ['c', 's'], 'm'), normalise('m', 'n'), node('Add', ['n', 'o'], 'y')],
      [...batchNorm, weights('s', [1, CHANNELS, 1, 1], 4), floatTensor('o', [1], Float32Array.of(2.5))],
    ],
  ])('is absorbed when it is %s', async (_, tail, initializers = []) => {
    const spec: ConvSpec = {
      kernel: [3, 3],
      space,
      nodes: [node('Conv', ['x', 'w', 'b'], 'c'), ...tail],
      initializers,
    };
    const bytes = conv(spec);
    const before = opsOf(quantize(conv({ kernel: [3, 3], space })).bytes);
    expect(opsOf(quantize(bytes).bytes)).toEqual(before);
    expect(await qualityDb(spec)).toBeGreaterThan(GOOD_DB);
  });

  it.each<[string, ModelSpec['nodes'], ModelSpec['initializers']]>([
    [
      'is used by something else too',
      [node('Mul', ['c', 's'], 'm'), node('Add', ['m', 'c'], 'y')],
      [floatTensor('s', [], Float32Array.of(2))],
    ],
    ['varies along the picture', [node('Mul', ['c', 's'], 'y')], [weights('s', [1, 1, 4, 3], 4)]],
    ['widens the shape', [node('Mul', ['c', 's'], 'y')], [weights('s', [1, 1, 1, 1, 1], 4)]],
    ['multiplies the value by itself', [node('Mul', ['c', 'c'], 'y')], []],
  ])('stays when it %s', async (_, tail, initializers = []) => {
    const nodes = [node('Conv', ['x', 'w', 'b'], 'c'), ...tail];
    const spec: ConvSpec = { kernel: [3, 3], space, nodes, outputs: { y: null }, initializers };
    const ops = opsOf(quantize(conv(spec)).bytes);
    expect(ops.slice(-tail.length)).toEqual(tail.map(({ opType }) => opType));
    expect(await qualityDb(spec)).toBeGreaterThan(30);
  });

  it('stays when the model returns the value before it', async () => {
    const nodes = [node('Conv', ['x', 'w', 'b'], 'y'), node('Mul', ['y', 's'], 'z')];
    const initializers = [floatTensor('s', [], Float32Array.of(2))];
    const spec: ConvSpec = { kernel: [3, 3], space, nodes, outputs: { y: 4, z: 4 }, initializers };
    expect(opsOf(quantize(conv(spec)).bytes).at(-1)).toBe('Mul');
    expect(await qualityDb(spec)).toBeGreaterThan(GOOD_DB);
  });
});
