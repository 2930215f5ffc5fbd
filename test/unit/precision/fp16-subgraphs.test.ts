import { describe, expect, it } from 'vitest';
import { amend, int64Tensor } from '#precision/onnx/make.ts';
import type { GraphProto, TensorProto } from '#precision/onnx/messages.ts';
import { DATA_TYPE } from '#precision/onnx/messages.ts';
import { readModel } from '#precision/onnx/read.ts';
import { makeVariant } from '#precision/variants.ts';
import { BOOL, boolTensor, graph, modelBytes, node, noise, weights } from '#test/support/onnx-models.ts';
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

function scalarInt(name: string, value: number): TensorProto {
  return amend(int64Tensor(name, [value]), { dims: [] });
}

describe('fp16 in graphs inside a node', () => {
  const inputs = { x: ['n', SIZE], limit: [] };
  const choice = () =>
    modelBytes({
      nodes: [
        node('MatMul', ['x', 'outer'], 'made'),
        node('ReduceMax', ['x'], 'most', { keepdims: 0 }),
        node('Greater', ['most', 'limit'], 'condition'),
        node('If', ['condition'], 'chosen', {
          then_branch: graph({
            name: 'then',
            nodes: [node('MatMul', ['made', 'own'], 'm'), node('Relu', ['m'], 'then_y')],
            outputs: { then_y: 2 },
            initializers: [weights('own', [SIZE, SIZE], 3)],
          }),
          else_branch: graph({
            name: 'else',
            nodes: [
              node('MatMul', ['x', 'outer'], 'm2'),
              node('CumSum', ['made', 'axis'], 'c'),
              node('Add', ['m2', 'c'], 'else_y'),
            ],
            outputs: { else_y: 2 },
          }),
        }),
        node('Tanh', ['chosen'], 'y'),
      ],
      inputs,
      outputs: { y: 2 },
      initializers: [weights('outer', [SIZE, SIZE], 4), scalarInt('axis', 1)],
    });

  it.each([
    ['then', -1e4],
    ['else', 1e4],
  ])('gives the same answers in the %s branch, with values and weights from outside', async (_, limit) => {
    const feeds = { ...X, limit: { dims: [], data: Float32Array.of(limit) } };
    expect(await qualityDb(choice(), feeds)).toBeGreaterThan(55);
  });

  it('keeps float32 at the borders, and weights in float16 where they were', () => {
    const { bytes } = toHalf(choice());
    const chooser = outermost(bytes).node.find(({ opType }) => opType === 'If');
    const branches = chooser?.attribute.map(({ g }) => g) ?? [];
    expect(branches.map((branch) => branch?.output[0]?.type?.tensorType?.elemType)).toEqual([1, 1]);
    expect(branches[0]?.initializer.map(({ name }) => name)).toEqual(['own_float16']);
    expect(outermost(bytes).initializer.map(({ name }) => name)).toContain('outer_float16');
  });

  it('runs a Loop with a state', async () => {
    const body = graph({
      name: 'body',
      nodes: [
        node('Identity', ['go'], 'go_on'),
        node('MatMul', ['state', 'outer'], 'm'),
        node('Tanh', ['m'], 'next'),
      ],
      inputs: { turn: { type: DATA_TYPE.int64, dims: [] }, go: { type: BOOL, dims: [] }, state: ['n', SIZE] },
      outputs: { go_on: null, next: null },
    });
    const bytes = modelBytes({
      nodes: [node('Loop', ['turns', 'true', 'x'], 'y', { body })],
      inputs: { x: ['n', SIZE] },
      outputs: { y: 2 },
      initializers: [int64Tensor('turns', [3]), boolTensor('true', true), weights('outer', [SIZE, SIZE], 4)],
    });
    expect(toHalf(bytes).report.changed.map(({ op }) => op)).toEqual(['MatMul', 'Tanh']);
    expect(await qualityDb(bytes)).toBeGreaterThan(50);
  });

  it('does not take a value of its own for the weights of the same name outside', () => {
    const inner = graph({
      name: 'inner',
      nodes: [node('Shape', ['x'], 'w'), node('ConstantOfShape', ['w'], 'inner_y')],
      outputs: { inner_y: 2 },
    });
    const bytes = modelBytes({
      nodes: [
        node('MatMul', ['x', 'w'], 'z'),
        node('If', ['b'], 'y', { then_branch: inner, else_branch: inner }),
      ],
      inputs: { x: ['n', SIZE], b: { type: BOOL, dims: [] } },
      outputs: { y: 2, z: 2 },
      initializers: [weights('w', [SIZE, SIZE])],
    });
    const branch = outermost(toHalf(bytes).bytes).node.find(({ opType }) => opType === 'If')?.attribute[0]?.g;
    expect(branch?.node.map(({ opType }) => opType)).toEqual(['Shape', 'ConstantOfShape']);
  });
});
