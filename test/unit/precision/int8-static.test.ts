import { describe, expect, it } from 'vitest';
import { extremesOf, Observations } from '#core/calibration/observed.ts';
import type { Calibration } from '#core/calibration.ts';
import { floatTensor } from '#precision/onnx/make.ts';
import { readModel } from '#precision/onnx/read.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { observationModel } from '#precision/rewrites/int8-static.ts';
import { DEFAULT_SETTINGS, type VariantSettings } from '#precision/settings.ts';
import { makeVariant } from '#precision/variants.ts';
import {
  boolTensor,
  graph,
  modelBytes,
  type ModelSpec,
  node,
  noise,
  weights,
} from '#test/support/onnx-models.ts';
import { type Floats, runAll, runFloats, sqnrDb } from '#test/support/onnx-run.ts';

type Static = VariantSettings['int8-static'];

/** Weights as uint8, which every processor multiplies exactly. */
const settings = (changes: Partial<Static> = {}, stored: 'int8' | 'uint8' = 'uint8'): VariantSettings => ({
  ...DEFAULT_SETTINGS,
  int8: { weights: stored },
  'int8-static': { ...DEFAULT_SETTINGS['int8-static'], ...changes },
});

async function calibrate(bytes: Uint8Array, feeds: readonly Floats[], by = settings()): Promise<Calibration> {
  const { model, points } = observationModel(readModel(bytes), by);
  const typed = feeds.map((each) =>
    Object.fromEntries(
      Object.entries(each).map(([name, tensor]) => [name, { type: 'float32' as const, ...tensor }]),
    ),
  );
  const observed = new Observations();
  for (const outputs of await runAll(writeModel(model), typed)) {
    for (const point of points) {
      const data = outputs[point]?.data;
      const extremes = data instanceof Float32Array ? extremesOf(data) : null;
      if (extremes !== null) observed.addExtremes(point, extremes);
    }
  }
  return observed.calibration();
}

async function quantize(bytes: Uint8Array, feeds: Floats, by = settings()) {
  const calibration = await calibrate(bytes, [feeds], by);
  return makeVariant(bytes, 'int8-static', { settings: by, calibration });
}

async function qualityDb(bytes: Uint8Array, quantized: Uint8Array, feeds: Floats): Promise<number> {
  const [expected, found] = [await runFloats(bytes, feeds), await runFloats(quantized, feeds)];
  return sqnrDb(expected['y'] ?? new Float32Array(), found['y'] ?? new Float32Array());
}

const opsOf = (bytes: Uint8Array): string[] =>
  (readModel(bytes).graph?.node ?? []).map(({ opType }) => opType);
const count = (bytes: Uint8Array, op: string): number => opsOf(bytes).filter((each) => each === op).length;

const CHANNELS = 96;
const picture = (channels = CHANNELS, size = 6, shift = 0): Floats => {
  const dims = [1, channels, size, size];
  return { x: { dims, data: noise(channels * size * size, 5, 2).map((value) => value + shift) } };
};
const convs = (spec: Partial<ModelSpec> & Pick<ModelSpec, 'nodes'>): Uint8Array =>
  modelBytes({
    inputs: { x: [1, CHANNELS, 'h', 'w'] },
    outputs: { y: 4 },
    ...spec,
    initializers: [
      weights('w', [CHANNELS, CHANNELS, 1, 1]),
      weights('v', [CHANNELS, CHANNELS, 1, 1], 7),
      weights('b', [CHANNELS], 2, 3),
      ...(spec.initializers ?? []),
    ],
  });

describe('a product whose result is known', () => {
  // Every number is a multiple of its scale, so that quantization changes nothing.
  const size = 128;
  const w = Float32Array.from({ length: size * size }, (_, at) => {
    const column = at % size;
    return (((at * 37 + 11) % 255) - 127) * 2 ** -(7 + (column % 3));
  });
  // Each column reaches 127 steps, which fixes its scale.
  for (let column = 0; column < size; column += 1) w[column] = 127 * 2 ** -(7 + (column % 3));
  const x = Float32Array.from({ length: 2 * size }, (_, at) => ((at * 101) % 256) - 100);
  x[0] = -100;
  x[1] = 155;
  const feeds = { x: { dims: [2, size], data: x } };
  const expected = Float32Array.from({ length: 2 * size }, (_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    let sum = 0;
    for (let k = 0; k < size; k += 1) sum += (x[row * size + k] ?? NaN) * (w[k * size + column] ?? NaN);
    return sum;
  });
  const inputs = { x: ['n', size] };

  it.each(['int8', 'uint8'] as const)('is exact for MatMul with %s weights', async (stored) => {
    const bytes = modelBytes({
      nodes: [node('MatMul', ['x', 'w'], 'y')],
      ...{ inputs, outputs: { y: 2 }, initializers: [floatTensor('w', [size, size], w)] },
    });
    const variant = await quantize(bytes, feeds, settings({}, stored));
    const { y } = await runFloats(variant.bytes, feeds);
    expect(y).toEqual(expected);
  });

  it('is exact for Gemm with alpha, beta and a bias', async () => {
    const bias = Float32Array.from({ length: size }, (_, at) => at * 0.25);
    const bytes = modelBytes({
      nodes: [node('Gemm', ['x', 'w', 'b'], 'y', { alpha: 0.5, beta: 1.5 })],
      ...{ inputs, outputs: { y: 2 } },
      initializers: [floatTensor('w', [size, size], w), floatTensor('b', [size], bias)],
    });
    const variant = await quantize(bytes, feeds);
    const { y } = await runFloats(variant.bytes, feeds);
    expect(y).toEqual(expected.map((value, at) => value * 0.5 + 1.5 * (bias[at % size] ?? NaN)));
  });
});

describe('convolutions', () => {
  it('keep their answers, with a scale a channel', async () => {
    // Channels whose weights differ by a factor of 1000 would be lost with one scale for all.
    const w = weights('w', [CHANNELS, CHANNELS, 1, 1]);
    const data = noise(CHANNELS * CHANNELS, 3, 1).map((value, at) => (at < CHANNELS ? value : value / 1000));
    const bytes = convs({ nodes: [node('Conv', ['x', 'w'], 'y')], initializers: [] });
    const uneven = modelBytes({
      nodes: [node('Conv', ['x', 'u'], 'c'), node('Mul', ['c', 'g'], 'y')],
      inputs: { x: [1, CHANNELS, 'h', 'w'] },
      outputs: { y: 4 },
      initializers: [
        floatTensor('u', [CHANNELS, CHANNELS, 1, 1], data),
        // Evens the channels out again, as a next layer would.
        floatTensor(
          'g',
          [1, CHANNELS, 1, 1],
          Float32Array.from({ length: CHANNELS }, (_, at) => (at === 0 ? 1 : 1000)),
        ),
      ],
    });
    expect(w.dims).toHaveLength(4);
    for (const each of [bytes, uneven]) {
      const variant = await quantize(each, picture());
      expect(await qualityDb(each, variant.bytes, picture())).toBeGreaterThan(35);
    }
  });

  it('take what scales and shifts their channels into their weights', async () => {
    const one = (name: string, seed: number) =>
      floatTensor(
        name,
        [CHANNELS],
        noise(CHANNELS, seed, 0.4).map((value) => 1 + value),
      );
    const bytes = convs({
      nodes: [
        node('Conv', ['x', 'w', 'b'], 'c'),
        node('BatchNormalization', ['c', 'scale', 'shift', 'mean', 'variance'], 'n'),
        node('Relu', ['n'], 'y'),
      ],
      initializers: [one('scale', 3), one('shift', 4), one('mean', 5), one('variance', 6)],
    });
    const variant = await quantize(bytes, picture());
    expect(count(variant.bytes, 'BatchNormalization')).toBe(0);
    expect(readModel(variant.bytes).graph?.initializer.map(({ name }) => name)).not.toContain('scale');
    expect(await qualityDb(bytes, variant.bytes, picture())).toBeGreaterThan(35);
    expect(variant.report.changed.map(({ what }) => what)).toEqual([
      'BatchNormalization in its weights',
      'QLinearConv with Relu; 8-bit weights, a scale a channel',
    ]);
  });

  it.each([
    ['Relu', node('Relu', ['c'], 'y')],
    ['Clip to 0 … 6', node('Clip', ['c', 'zero', 'six'], 'y')],
  ])('need no %s behind them, since the range cuts off the same', async (_, cut) => {
    const bytes = convs({
      nodes: [node('Conv', ['x', 'w', 'b'], 'c'), cut],
      initializers: [floatTensor('zero', [], Float32Array.of(0)), floatTensor('six', [], Float32Array.of(6))],
    });
    const variant = await quantize(bytes, picture());
    expect(count(variant.bytes, cut.opType)).toBe(0);
    expect(await qualityDb(bytes, variant.bytes, picture())).toBeGreaterThan(33);
    const symmetric = await quantize(bytes, picture(), settings({ activations: 'symmetric' }));
    expect(count(symmetric.bytes, cut.opType)).toBe(1);
    expect(await qualityDb(bytes, symmetric.bytes, picture())).toBeGreaterThan(28);
  });

  it('keep a Clip that does not begin at 0', async () => {
    const bytes = convs({
      nodes: [node('Conv', ['x', 'w'], 'c'), node('Clip', ['c', 'low'], 'y')],
      initializers: [floatTensor('low', [], Float32Array.of(-0.5))],
    });
    expect(count((await quantize(bytes, picture())).bytes, 'Clip')).toBe(1);
  });

  it('may share weights', async () => {
    const bytes = convs({ nodes: [node('Conv', ['x', 'w'], 'c'), node('Conv', ['c', 'w'], 'y')] });
    for (const stored of ['int8', 'uint8'] as const) {
      const variant = await quantize(bytes, picture(), settings({}, stored));
      expect(await qualityDb(bytes, variant.bytes, picture())).toBeGreaterThan(30);
    }
  });

  it('keep a bias beside weights that are nearly 0', async () => {
    const tiny = noise(CHANNELS * CHANNELS, 3, 1).map((value, at) => (at < CHANNELS ? value * 1e-12 : value));
    tiny.fill(0, CHANNELS, 2 * CHANNELS);
    const bytes = convs({
      nodes: [node('Conv', ['x', 'tiny', 'b'], 'y')],
      initializers: [floatTensor('tiny', [CHANNELS, CHANNELS, 1, 1], tiny)],
    });
    const variant = await quantize(bytes, picture());
    const [expected, found] = [await runFloats(bytes, picture()), await runFloats(variant.bytes, picture())];
    // The first two channels are their bias alone, to within half a step of the output.
    const step = 40 / 255;
    for (const at of [0, 36]) {
      expect(Math.abs((found['y']?.[at] ?? NaN) - (expected['y']?.[at] ?? NaN))).toBeLessThan(step);
    }
  });

  it('do with an input that is always 0', async () => {
    const bytes = convs({ nodes: [node('Conv', ['x', 'w', 'b'], 'y')] });
    const zeros = { x: { dims: [1, CHANNELS, 2, 2], data: new Float32Array(4 * CHANNELS) } };
    const variant = await quantize(bytes, zeros);
    expect(await qualityDb(bytes, variant.bytes, zeros)).toBeGreaterThan(35);
  });
});

describe('what lies between layers', () => {
  const chain = (
    middle: ReturnType<typeof node>[],
    initializers: ModelSpec['initializers'] = [],
  ): Uint8Array =>
    convs({
      nodes: [node('Conv', ['x', 'w'], 'c'), ...middle, node('Conv', ['m', 'v'], 'y')],
      initializers,
    });

  it.each([
    ['MaxPool', [node('MaxPool', ['c'], 'm', { kernel_shape: [2, 2] })]],
    ['AveragePool', [node('AveragePool', ['c'], 'm', { kernel_shape: [2, 2] })]],
    ['GlobalAveragePool', [node('GlobalAveragePool', ['c'], 'm')]],
    ['LeakyRelu', [node('LeakyRelu', ['c'], 'm', { alpha: 0.1 })]],
    ['Add', [node('Conv', ['c', 'v'], 'd'), node('Add', ['c', 'd'], 'm')]],
    ['Mul', [node('Sigmoid', ['c'], 's'), node('Mul', ['c', 's'], 'm')]],
    ['Concat', [node('Conv', ['c', 'v'], 'd'), node('Concat', ['c', 'd'], 'm', { axis: 2 })]],
  ])('runs on integers: %s', async (op, middle) => {
    const bytes = chain(middle);
    const variant = await quantize(bytes, picture());
    expect(variant.report.changed.filter((each) => each.op === op)).toHaveLength(1);
    expect(await qualityDb(bytes, variant.bytes, picture())).toBeGreaterThan(26);
  });

  it('stays in float where something in float reads it', async () => {
    const bytes = chain([node('MaxPool', ['c'], 'p', { kernel_shape: [2, 2] }), node('Tanh', ['p'], 'm')]);
    const { report } = await quantize(bytes, picture());
    expect(report.changed.map(({ op }) => op)).toEqual(['Conv', 'Conv']);
  });

  it('takes a small layer along, which alone is left with the reason', async () => {
    const depthwise = weights('d', [CHANNELS, 1, 3, 3], 4);
    const small = node('Conv', ['c', 'd'], 'm', { group: CHANNELS, pads: [1, 1, 1, 1] });
    const between = await quantize(chain([small], [depthwise]), picture());
    expect(between.report.left).toEqual([]);
    expect(count(between.bytes, 'QuantizeLinear')).toBe(4);
    const alone = chain(
      [node('Tanh', ['c'], 't'), node('Conv', ['t', 'd'], 'm', { group: CHANNELS, pads: [1, 1, 1, 1] })],
      [depthwise],
    );
    const { report } = await quantize(alone, picture());
    expect(report.left).toEqual([
      { node: 'Conv:m', op: 'Conv', why: 'it has 864 weights; fewer than 8192 gain nothing' },
    ]);
  });

  it('a product that something in float reads is not rounded', async () => {
    const bytes = modelBytes({
      nodes: [node('MatMul', ['x', 'w'], 'p'), node('Add', ['p', 'b'], 'y')],
      inputs: { x: [1, 4, 128] },
      outputs: { y: 3 },
      initializers: [weights('w', [128, 128]), weights('b', [128], 2)],
    });
    const feeds = { x: { dims: [1, 4, 128], data: noise(512, 3, 2) } };
    const variant = await quantize(bytes, feeds);
    expect(opsOf(variant.bytes)).toEqual([
      'QuantizeLinear',
      'DequantizeLinear',
      'DequantizeLinear',
      'MatMul',
      'Sub',
    ]);
    expect(await qualityDb(bytes, variant.bytes, feeds)).toBeGreaterThan(38);
  });
});

describe('a calibration', () => {
  const bytes = convs({
    nodes: [node('Conv', ['x', 'w'], 'c'), node('Tanh', ['c'], 't'), node('Conv', ['t', 'v'], 'y')],
  });

  it('is needed', () => {
    expect(() => makeVariant(bytes, 'int8-static')).toThrow(
      expect.objectContaining({ code: 'calibration-missing' }),
    );
  });

  it('that saw what is not finite leaves the layer, with the reason', async () => {
    const calibration = new Map(await calibrate(bytes, [picture()]));
    calibration.set('t', { min: NaN, max: NaN, histogram: null });
    const { report } = makeVariant(bytes, 'int8-static', { settings: settings(), calibration });
    expect(report.left).toEqual([
      { node: 'Conv:y', op: 'Conv', why: 'its input was not finite in the calibration' },
    ]);
  });

  it('that saw nothing of a model gives no variant of it', () => {
    expect(() => makeVariant(bytes, 'int8-static', { calibration: new Map() })).toThrow(
      /Conv: its input was never seen in the calibration/,
    );
  });

  it('reaches into the branches of an If: the one taken is quantized, the other left', async () => {
    const branch = (name: string, by: string) =>
      graph({
        nodes: [node('Conv', ['x', by], `${name}_c`), node('Relu', [`${name}_c`], `${name}_y`)],
        outputs: { [`${name}_y`]: 4 },
      });
    const branching = convs({
      nodes: [
        node('If', ['taken'], 'y', { then_branch: branch('then', 'w'), else_branch: branch('else', 'v') }),
      ],
      initializers: [boolTensor('taken', true)],
    });
    const { points } = observationModel(readModel(branching), settings());
    expect(points).toEqual(['x_observed', 'then_y_observed', 'x_observed_2', 'else_y_observed']);
    const variant = await quantize(branching, picture());
    expect(variant.report.changed.map(({ node: name }) => name)).toEqual(['Conv:then_c']);
    expect(variant.report.left).toEqual([
      { node: 'Conv:else_c', op: 'Conv', why: 'its input was never seen in the calibration' },
    ]);
    expect(await qualityDb(branching, variant.bytes, picture())).toBeGreaterThan(35);
  });

  it('and the same model give the same bytes', async () => {
    const calibration = await calibrate(bytes, [picture()]);
    const make = () => makeVariant(bytes, 'int8-static', { settings: settings(), calibration }).bytes;
    expect(Buffer.compare(make(), make())).toBe(0);
  });
});
