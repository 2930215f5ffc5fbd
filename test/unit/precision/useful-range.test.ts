import { describe, expect, it } from 'vitest';
import { floatTensor } from '#precision/onnx/make.ts';
import { Scope } from '#precision/onnx/scope.ts';
import { planModel } from '#precision/int8-static/plan.ts';
import { usefulRange } from '#precision/int8-static/useful-range.ts';
import { graph, node, type GraphSpec } from '#test/support/onnx-models.ts';

const scalar = (name: string, value: number) => floatTensor(name, [], Float32Array.of(value));

/** What of `v` its readers tell apart. */
function rangeOf(nodes: GraphSpec['nodes'], outputs: GraphSpec['outputs'] = { y: 2 }) {
  const initializers = [scalar('three', 3), scalar('zero', 0), scalar('six', 6), scalar('one', 1)];
  const built = graph({
    nodes: [node('Relu', ['x'], 'v'), ...nodes],
    inputs: { x: [1, 4] },
    outputs,
    initializers,
  });
  return usefulRange('v', planModel(built), new Scope(built, null));
}

const ALL = { low: -Infinity, high: Infinity };
const FROM_MINUS_3 = { low: -3, high: Infinity };
const ADD = node('Add', ['v', 'three'], 'a');
const CLIP = node('Clip', ['a', 'zero', 'six'], 'c');

describe('what of a value is useful', () => {
  it('starts at -3 where HardSwish reads it, in one node or written out', () => {
    expect(rangeOf([node('HardSwish', ['v'], 'y')])).toEqual(FROM_MINUS_3);
    const divided = [node('Mul', ['v', 'c'], 'm'), node('Div', ['m', 'six'], 'y')];
    expect(rangeOf([ADD, CLIP, ...divided])).toEqual(FROM_MINUS_3);
    const scaledFirst = [node('Div', ['c', 'six'], 'd'), node('Mul', ['d', 'v'], 'y')];
    expect(rangeOf([ADD, CLIP, ...scaledFirst])).toEqual(FROM_MINUS_3);
    const gate = node('HardSigmoid', ['v'], 'h', { alpha: 0.25, beta: 0.75 });
    expect(rangeOf([gate, node('Mul', ['v', 'h'], 'y')])).toEqual(FROM_MINUS_3);
  });

  it('has both ends where HardSigmoid, Clip, or Clip behind a sum alone read it', () => {
    const gate = node('HardSigmoid', ['v'], 'y', { alpha: 0.25, beta: 0.5 });
    expect(rangeOf([gate])).toEqual({ low: -2, high: 2 });
    expect(rangeOf([ADD, node('Clip', ['a', 'zero', 'six'], 'y')])).toEqual({ low: -3, high: 3 });
    expect(rangeOf([node('Clip', ['v', 'one', 'six'], 'y')])).toEqual({ low: 1, high: 6 });
  });

  it('is all of it where anything else reads it, too', () => {
    const swish = [ADD, CLIP, node('Mul', ['v', 'c'], 'y')];
    expect(rangeOf(swish, { y: 2, v: 2 })).toEqual(ALL);
    expect(rangeOf([...swish, node('Relu', ['v'], 'z')], { y: 2, z: 2 })).toEqual(ALL);
    expect(rangeOf(swish, { y: 2, c: 2 })).toEqual(ALL);
    expect(rangeOf(swish, { y: 2, a: 2 })).toEqual(ALL);
  });

  it('is all of it where the step does not start at 0, falls, or has bounds that are no constants', () => {
    const shifted = node('Clip', ['a', 'one', 'six'], 'c');
    expect(rangeOf([ADD, shifted, node('Mul', ['v', 'c'], 'y')])).toEqual(ALL);
    expect(rangeOf([node('HardSigmoid', ['v'], 'y', { alpha: -0.25, beta: 0.5 })])).toEqual(ALL);
    expect(rangeOf([node('Clip', ['v', 'x', 'six'], 'y')])).toEqual(ALL);
    expect(rangeOf([node('Add', ['v', 'x'], 'a'), node('Clip', ['a', 'zero', 'six'], 'y')])).toEqual(ALL);
  });
});
