import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import { readModel } from '#precision/onnx/read.ts';
import { makeVariant } from '#precision/variants.ts';
import { graph, modelBytes, node, weights } from '#test/support/onnx-models.ts';

/** Something of everything that the two rewrites look at, in few bytes. */
const original = modelBytes({
  nodes: [
    node('Shape', ['x'], 'shape'),
    node('ConstantOfShape', ['shape'], 'filled', { value: weights('', [1]) }),
    node('Constant', [], 'half', { value_float: 0.5 }),
    node('Gemm', ['x', 'w', 'b'], 'g', { transB: 1 }),
    node('Pow', ['g', 'half'], 'p'),
    node('Cast', ['p'], 'c', { to: 1 }),
    node('If', ['condition'], 'chosen', {
      then_branch: graph({ name: 't', nodes: [node('MatMul', ['c', 'w'], 'm')], outputs: { m: 2 } }),
      else_branch: graph({
        name: 'e',
        nodes: [node('Transpose', ['c'], 'n', { perm: [1, 0] })],
        outputs: { n: 2 },
      }),
    }),
    node('Sum', ['chosen', 'filled', 'half'], 'y'),
  ],
  inputs: { x: ['n', 128], condition: { type: 9, dims: [] } },
  outputs: { y: 2 },
  initializers: [weights('b', [128]), weights('w', [128, 128])],
});

/** The weights are the bulk of the file, where a change is only another weight: aim at the rest too. */
const place = fc.oneof(
  fc.nat(1200),
  fc.nat(1200),
  fc.integer({ min: original.length - 150, max: original.length - 1 }),
);
const damage = fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 3 });

describe.each(['fp16', 'int4'] as const)('damaged models at %s', (precision) => {
  it('are refused with a Fault, or give a whole model: nothing else is thrown', () => {
    let [refused, made] = [0, 0];
    fc.assert(
      fc.property(damage, (changes) => {
        const bytes = original.slice();
        for (const [at, value] of changes) bytes[at] = value;
        try {
          readModel(makeVariant(bytes, precision).bytes);
          made += 1;
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
          refused += 1;
        }
      }),
      { numRuns: 800, seed: 20_261_125 },
    );
    expect(Math.min(refused, made)).toBeGreaterThan(50);
  });
});
