import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import { amend } from '#precision/onnx/make.ts';
import { readModel } from '#precision/onnx/read.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { makeVariant } from '#precision/variants.ts';
import { create, model, modelBytes, node, weights } from '#test/support/onnx-models.ts';

const SIZE = 128;
const small = () =>
  modelBytes({
    nodes: [
      node('Conv', ['x', 'w', 'b'], 'c', { pads: [0, 0, 0, 0] }),
      node('Relu', ['c'], 'r'),
      node('Flatten', ['r'], 'f'),
      node('Gemm', ['f', 'g'], 'y', { transB: 1 }),
    ],
    inputs: { x: ['n', SIZE, 1, 1] },
    outputs: { y: 2 },
    initializers: [weights('w', [SIZE, SIZE, 1, 1]), weights('b', [SIZE]), weights('g', [SIZE, SIZE])],
  });

describe('makeVariant', () => {
  it('returns the very bytes at fp32, once they are known to be a model', () => {
    const bytes = small();
    const variant = makeVariant(bytes, 'fp32');
    expect(variant.bytes).toBe(bytes);
    expect(variant.report).toEqual({ changed: [], left: [] });
    expect(() => makeVariant(Uint8Array.of(1, 2, 3), 'fp32')).toThrow(Fault);
  });

  it('gives the same bytes every time and leaves its input alone', () => {
    const bytes = small();
    const first = makeVariant(bytes, 'int8-dynamic');
    const second = makeVariant(small(), 'int8-dynamic');
    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
    expect(first.report).toEqual(second.report);
    expect(Buffer.compare(bytes, small())).toBe(0);
  });

  it('finds nothing more to do in its own output', () => {
    const { bytes } = makeVariant(small(), 'int8-dynamic');
    expect(() => makeVariant(bytes, 'int8-dynamic')).toThrow(
      expect.objectContaining({ code: 'precision-not-applicable' }),
    );
  });

  it('says why nothing can be quantized', () => {
    const relu = modelBytes({ nodes: [node('Relu', ['x'], 'y')], inputs: { x: [1] }, outputs: { y: 1 } });
    expect(() => makeVariant(relu, 'int8-dynamic')).toThrow(/it has no MatMul, Gemm, Conv or LSTM/);
    const product = modelBytes({
      nodes: [node('MatMul', ['x', 'w'], 'y')],
      inputs: { x: [1, 4] },
      outputs: { y: 2 },
      initializers: [weights('w', [4, 4])],
    });
    expect(() => makeVariant(product, 'int8-dynamic')).toThrow(/MatMul: it has 16 weights/);
  });

  it('refuses weights outside the file, by name, except at fp32', () => {
    const outside = create<ReturnType<typeof weights>>('TensorProto', {
      name: 'far',
      dataType: 1,
      dims: [SIZE, SIZE],
      dataLocation: 1,
    });
    const inputs = { x: [1, SIZE] };
    const inside = model({ nodes: [node('MatMul', ['x', 'far'], 'y')], inputs, outputs: { y: 2 } });
    const { graph } = inside;
    if (graph === null) throw new Error('no graph');
    const bytes = writeModel(amend(inside, { graph: amend(graph, { initializer: [outside] }) }));
    expect(() => makeVariant(bytes, 'int8-dynamic')).toThrow(/"far" lies in another file/);
    expect(makeVariant(bytes, 'fp32').bytes).toBe(bytes);
  });
});

describe('damaged models', () => {
  const original = small();
  /** Most of the file is weights, where a change is only another weight: aim at the rest too. */
  const place = fc.oneof(
    fc.nat(original.length - 1),
    fc.nat(120),
    fc.integer({ min: original.length - 300, max: original.length - 1 }),
  );
  const damage = fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 3 });

  it('are refused with a Fault, or give a whole model: nothing else is thrown', () => {
    let [refused, made] = [0, 0];
    fc.assert(
      fc.property(damage, (changes) => {
        const bytes = original.slice();
        for (const [at, value] of changes) bytes[at] = value;
        try {
          readModel(makeVariant(bytes, 'int8-dynamic').bytes);
          made += 1;
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
          refused += 1;
        }
      }),
      { numRuns: 600, seed: 20_260_101 },
    );
    // Else the damage would be too harmless, or too great, to try anything.
    expect(Math.min(refused, made)).toBeGreaterThan(50);
  });
});
