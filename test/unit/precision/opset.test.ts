import { describe, expect, it } from 'vitest';
import { amend, int64Tensor } from '#precision/onnx/make.ts';
import { readModel, standardOpset } from '#precision/onnx/read.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { ReportBuilder } from '#precision/report.ts';
import { upgradeOpset } from '#precision/rewrites/opset-upgrade.ts';
import { makeVariant } from '#precision/variants.ts';
import { MACHINE_SETTINGS } from '#test/support/machine-settings.ts';
import { create, graph, model, modelBytes, node, noise, weights } from '#test/support/onnx-models.ts';
import { runFloats, sqnrDb } from '#test/support/onnx-run.ts';

const SIZE = 128;
const X = { x: { dims: [4, SIZE], data: noise(4 * SIZE, 9, 4) } };
const product = node('MatMul', ['m', 'w'], 'y');
const initializers = [weights('w', [SIZE, SIZE])];

const atOpset = (opset: number, nodes: ReturnType<typeof node>[], irVersion = 8) =>
  modelBytes({ opset, irVersion, nodes, inputs: { x: ['n', SIZE] }, outputs: { y: null }, initializers });

describe('a model of an older operator set', () => {
  it.each([
    ['Clip', 9, node('Clip', ['x'], 'm', { min: -0.5, max: 0.25 })],
    ['Clip without bounds', 10, node('Clip', ['x'], 'm')],
    ['Pad', 9, node('Pad', ['x'], 'm', { pads: [1, 0, 2, 0], value: 1.5 })],
    ['Pad at 10', 10, node('Pad', ['x'], 'm', { pads: [1, 0, 0, 0], mode: 'edge' })],
    ['Slice', 9, node('Slice', ['x'], 'm', { starts: [1], ends: [3], axes: [0] })],
    ['Slice without axes', 9, node('Slice', ['x'], 'm', { starts: [1, 0], ends: [3, 1000] })],
    ['Softmax', 9, node('Softmax', ['x'], 'm')],
  ])('computes the same after %s is upgraded', async (_, opset, first) => {
    const bytes = atOpset(opset, [first, product]);
    const upgraded = upgradeOpset(readModel(bytes), new ReportBuilder());
    expect(standardOpset(upgraded)).toBe(11);
    expect(await runFloats(writeModel(upgraded), X)).toEqual(await runFloats(bytes, X));
    const quantized = await runFloats(
      makeVariant(bytes, 'int8-dynamic', { settings: MACHINE_SETTINGS }).bytes,
      X,
    );
    const { y = new Float32Array() } = await runFloats(bytes, X);
    expect(sqnrDb(y, quantized['y'] ?? new Float32Array())).toBeGreaterThan(30);
  });

  it.each([
    [
      'Squeeze',
      11,
      [node('Unsqueeze', ['x'], 'u', { axes: [0, 2] }), node('Squeeze', ['u'], 'm', { axes: [0, 2] })],
    ],
    ['Squeeze without axes', 11, [node('Squeeze', ['x'], 'm')]],
    ['ReduceSum', 11, [node('ReduceSum', ['x'], 's', { axes: [1] }), node('Mul', ['x', 's'], 'm')]],
    [
      'Split',
      9,
      [
        node('Split', ['x'], 'l, r', { axis: 1, split: [96, 32] }),
        node('Concat', ['r', 'l'], 'm', { axis: 1 }),
      ],
    ],
    [
      'Split in equal parts',
      12,
      [node('Split', ['x'], 'l, r', { axis: 1 }), node('Concat', ['r', 'l'], 'm', { axis: 1 })],
    ],
    ['Dropout', 9, [node('Dropout', ['x'], 'm', { ratio: 0.25 })]],
    [
      'Softmax over two axes',
      9,
      [
        node('Unsqueeze', ['x'], 'u', { axes: [0] }),
        node('Softmax', ['u'], 's'),
        node('Squeeze', ['s'], 'm', { axes: [0] }),
      ],
    ],
    ['LogSoftmax along the last axis', 11, [node('LogSoftmax', ['x'], 'm', { axis: -1 })]],
    ['Hardmax over all axes', 11, [node('Hardmax', ['x'], 'm', { axis: 0 })]],
    ['Clip', 9, [node('Clip', ['x'], 'm', { min: -0.5, max: 0.25 })]],
    ['Pow', 9, [node('Abs', ['x'], 'a'), node('Pow', ['a', 'a'], 'm')]],
  ])('computes the same at operator set 13 after %s is upgraded', async (_, opset, first) => {
    const bytes = atOpset(opset, [...first, product]);
    const upgraded = upgradeOpset(readModel(bytes), new ReportBuilder(), 13);
    expect(standardOpset(upgraded)).toBe(13);
    expect(await runFloats(writeModel(upgraded), X)).toEqual(await runFloats(bytes, X));
  });

  it('is refused by name where operator set 13 has no such mode', () => {
    const resize = node('Resize', ['x', 'w', 'w'], 'm', {
      coordinate_transformation_mode: 'tf_half_pixel_for_nn',
    });
    const upgrade = () => upgradeOpset(readModel(atOpset(11, [resize, product])), new ReportBuilder(), 13);
    expect(upgrade).toThrow(/Resize "Resize:m" cannot be upgraded to 13 here: tf_half_pixel_for_nn/);
  });

  it('is upgraded within its subgraphs, and other domains keep their version', () => {
    const branch = graph({ nodes: [node('Clip', ['x'], 'c', { min: -0.5, max: 0.5 })], outputs: { c: 2 } });
    const old = model({
      opset: 9,
      nodes: [node('If', ['condition'], 'm', { then_branch: branch, else_branch: branch }), product],
      inputs: { x: ['n', SIZE], condition: [] },
      outputs: { y: 2 },
      initializers,
    });
    const other = create<(typeof old.opsetImport)[number]>('OperatorSetIdProto', {
      domain: 'com.example',
      version: 2,
    });
    const upgraded = upgradeOpset(
      amend(old, { opsetImport: [...old.opsetImport, other] }),
      new ReportBuilder(),
    );
    expect(upgraded.opsetImport.map(({ version }) => version)).toEqual([11, 2]);
    const clip = upgraded.graph?.node[0]?.attribute[0]?.g?.node[0];
    expect(clip?.input).toHaveLength(3);
    expect(clip?.attribute).toEqual([]);
  });

  it('says what it changed', () => {
    const { report } = makeVariant(
      atOpset(9, [node('Clip', ['x'], 'm', { max: 0.5 }), product]),
      'int8-dynamic',
    );
    expect(report.changed[0]).toEqual({
      node: 'Clip:m',
      op: 'Clip',
      what: 'min, max given as inputs, as operator set 11 has it',
    });
  });

  it.each([
    ['8 is too old', 8, node('Relu', ['x'], 'm'), /operator set is 8; 9 is the oldest/],
    ['9 has an Upsample', 9, node('Upsample', ['x', 'w'], 'm'), /Upsample "Upsample:m" cannot be upgraded/],
    ['10 has a Resize', 10, node('Resize', ['x', 'w'], 'm'), /Resize "Resize:m" cannot be upgraded/],
    [
      '9 reads a Dropout mask',
      9,
      node('Dropout', ['x'], 'm, mask'),
      /Dropout "Dropout:m" cannot be upgraded/,
    ],
  ])('is refused by name where %s', (_, opset, first, message) => {
    const bytes = atOpset(opset, [first, product]);
    const fault = expect.objectContaining({
      code: 'precision-not-applicable',
      message: expect.stringMatching(message) as string,
    });
    expect(() => makeVariant(bytes, 'int8-dynamic', { settings: MACHINE_SETTINGS })).toThrow(fault);
    expect(makeVariant(bytes, 'fp32').bytes).toBe(bytes);
  });

  it('is refused when it has functions of its own', () => {
    const old = readModel(atOpset(9, [node('Relu', ['x'], 'm'), product]));
    const bytes = writeModel(amend(old, { functions: [Uint8Array.of(0x0a, 1, 0x66)] }));
    expect(() => makeVariant(bytes, 'int8-dynamic', { settings: MACHINE_SETTINGS })).toThrow(
      /functions of its own/,
    );
  });
});

it('weights that IR 3 lists as inputs are constants, and no inputs any more afterwards', async () => {
  const bytes = modelBytes({
    irVersion: 3,
    opset: 11,
    nodes: [node('Reshape', ['x', 'shape'], 'm'), product],
    inputs: { x: ['n', SIZE], w: [SIZE, SIZE], shape: { type: 7, dims: [2] } },
    outputs: { y: 2 },
    initializers: [...initializers, int64Tensor('shape', [-1, SIZE])],
  });
  const { bytes: quantized } = makeVariant(bytes, 'int8-dynamic', { settings: MACHINE_SETTINGS });
  expect(readModel(quantized).graph?.input.map(({ name }) => name)).toEqual(['x']);
  const [expected, found] = [await runFloats(bytes, X), await runFloats(quantized, X)];
  expect(sqnrDb(expected['y'] ?? new Float32Array(), found['y'] ?? new Float32Array())).toBeGreaterThan(30);
});
