import { describe, expect, it } from 'vitest';
import { MACHINE_SETTINGS } from '#test/support/machine-settings.ts';
import { BOOL, boolTensor, graph, modelBytes, node, noise, weights } from '#test/support/onnx-models.ts';
import { int64Tensor } from '#precision/onnx/make.ts';
import { DATA_TYPE } from '#precision/onnx/messages.ts';
import { readModel } from '#precision/onnx/read.ts';
import { makeVariant } from '#precision/variants.ts';
import { runFloats, sqnrDb } from '#test/support/onnx-run.ts';

const SIZE = 128;
const FORM = MACHINE_SETTINGS.int8.weights;
const X = { x: { dims: [4, SIZE], data: noise(4 * SIZE, 9) } };
const quantize = (bytes: Uint8Array) => makeVariant(bytes, 'int8-dynamic', { settings: MACHINE_SETTINGS });

async function qualityDb(bytes: Uint8Array, feeds: Parameters<typeof runFloats>[1] = X): Promise<number> {
  const { y: expected = new Float32Array() } = await runFloats(bytes, feeds);
  const { y: found = new Float32Array() } = await runFloats(quantize(bytes).bytes, feeds);
  return sqnrDb(expected, found);
}

describe('graphs inside a node', () => {
  /** One branch with weights of its own, one that reads weights and activation from outside. */
  const branches = {
    then_branch: graph({
      name: 'then',
      nodes: [node('MatMul', ['x', 'own'], 'then_y')],
      outputs: { then_y: 2 },
      initializers: [weights('own', [SIZE, SIZE], 3)],
    }),
    else_branch: graph({
      name: 'else',
      nodes: [node('MatMul', ['x', 'outer'], 'm'), node('MatMul', ['m', 'outer'], 'else_y')],
      outputs: { else_y: 2 },
    }),
  };
  const choice = () =>
    modelBytes({
      nodes: [
        node('ReduceSum', ['x'], 'sum', { keepdims: 0 }),
        node('Greater', ['sum', 'limit'], 'condition'),
        node('If', ['condition'], 'y', branches),
      ],
      inputs: { x: ['n', SIZE], limit: [] },
      outputs: { y: 2 },
      initializers: [weights('outer', [SIZE, SIZE], 4)],
    });

  it.each([
    ['then', -1e9],
    ['else', 1e9],
  ])('are quantized, as in the %s branch', async (_, limit) => {
    const feeds = { ...X, limit: { dims: [], data: Float32Array.of(limit) } };
    expect(await qualityDb(choice(), feeds)).toBeGreaterThan(30);
  });

  it('quantize an outer activation where they are, and outer weights where those are', () => {
    const { bytes, report } = quantize(choice());
    const outermost = readModel(bytes).graph;
    expect(report.changed.map((each) => each.node)).toEqual(['MatMul:then_y', 'MatMul:m', 'MatMul:else_y']);
    expect(outermost?.initializer.map(({ name }) => name)).toEqual([
      `outer_${FORM}`,
      `outer_${FORM}_zero_point`,
    ]);
    const inner = outermost?.node.at(-1)?.attribute.map(({ g }) => g) ?? [];
    expect(inner[0]?.initializer.map(({ name }) => name)).toContain(`own_${FORM}`);
    expect(inner[1]?.node.map(({ opType }) => opType)).toContain('DynamicQuantizeLinear');
  });

  it('run in a Loop with a state', async () => {
    const body = graph({
      name: 'body',
      nodes: [
        node('Identity', ['go'], 'go_on'),
        node('MatMul', ['state', 'outer'], 'm'),
        node('Tanh', ['m'], 'next'),
      ],
      inputs: {
        turn: { type: DATA_TYPE.int64, dims: [] },
        go: { type: BOOL, dims: [] },
        state: ['n', SIZE],
      },
      outputs: { go_on: null, next: null },
    });
    const bytes = modelBytes({
      nodes: [node('Loop', ['turns', 'true', 'x'], 'y', { body })],
      inputs: { x: ['n', SIZE] },
      outputs: { y: 2 },
      initializers: [int64Tensor('turns', [3]), boolTensor('true', true), weights('outer', [SIZE, SIZE], 4)],
    });
    expect(quantize(bytes).report.changed).toHaveLength(1);
    expect(await qualityDb(bytes)).toBeGreaterThan(25);
  });

  it('do not take a value of their own for the constant of the same name outside', () => {
    const inner = graph({
      name: 'then',
      nodes: [node('Relu', ['x'], 'w'), node('MatMul', ['x', 'w'], 'inner_y')],
      outputs: { inner_y: 2 },
    });
    const bytes = modelBytes({
      nodes: [
        node('MatMul', ['x', 'w2'], 'z'),
        node('If', ['condition'], 'y', { then_branch: inner, else_branch: inner }),
      ],
      inputs: { x: [SIZE, SIZE], condition: [] },
      outputs: { y: 2, z: 2 },
      initializers: [weights('w', [SIZE, SIZE]), weights('w2', [SIZE, SIZE])],
    });
    const { report } = quantize(bytes);
    expect(report.changed.map((each) => each.node)).toEqual(['MatMul:z']);
    expect(report.left.map(({ why }) => why)).toEqual(
      Array(2).fill('neither input is a constant: it has no weights'),
    );
  });
});
