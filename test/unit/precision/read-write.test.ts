import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import { attributeOf } from '#precision/onnx/attributes.ts';
import { amend, floatTensor, makeNode } from '#precision/onnx/make.ts';
import type { AttributeProto, GraphProto, ModelProto, TensorProto } from '#precision/onnx/messages.ts';
import { readModel } from '#precision/onnx/read.ts';
import { floatsOf } from '#precision/onnx/tensors.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { create, graph, model, modelBytes, node, weights } from '#test/support/onnx-models.ts';
import { record } from '#test/support/wire.ts';

const plain = () => model({ nodes: [node('Relu', ['x'], 'y')], inputs: { x: [1, 4] }, outputs: { y: 2 } });

const corrupt = (message: RegExp) =>
  expect.objectContaining({ code: 'model-corrupt', message: expect.stringMatching(message) as string });

describe('readModel', () => {
  it('refuses an empty file', () => {
    expect(() => readModel(new Uint8Array())).toThrow(corrupt(/empty/));
  });

  it.each([
    ['text', new TextEncoder().encode('<html>Not found</html>')],
    [
      'a Git LFS pointer',
      new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\noid sha256:1'),
    ],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13)],
    ['zeros', new Uint8Array(64)],
    ['0xff', new Uint8Array(64).fill(0xff)],
  ])('refuses %s', (_, bytes) => {
    expect(() => readModel(bytes)).toThrow(corrupt(/not an ONNX model/));
  });

  it('refuses a model that ends anywhere before its end', () => {
    const bytes = modelBytes({
      nodes: [node('MatMul', ['x', 'w'], 'y')],
      inputs: { x: [1, 4] },
      outputs: { y: 2 },
      initializers: [weights('w', [4, 4])],
    });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readModel(bytes.subarray(0, length))).toThrow(Fault);
    }
  });

  it('refuses a model without a graph, without an operator set, and a node without an operator', () => {
    const nameless = amend(plain(), { graph: graph({ nodes: [node('', ['x'], 'y')], outputs: { y: 1 } }) });
    expect(() => readModel(writeModel(amend(plain(), { graph: null })))).toThrow(corrupt(/no graph/));
    expect(() => readModel(writeModel(amend(plain(), { opsetImport: [] })))).toThrow(corrupt(/operator set/));
    expect(() => readModel(writeModel(nameless))).toThrow(corrupt(/names no operator/));
  });

  it('refuses a tensor with more or fewer bytes than its shape needs, by name', () => {
    const short = floatTensor('short', [2, 3], new Float32Array(5));
    const bytes = modelBytes({ nodes: [], outputs: {}, initializers: [short] });
    expect(() => readModel(bytes)).toThrow(corrupt(/"short" holds 20 bytes, its shape needs 24/));
  });

  it('refuses negative dimensions, in a Constant too', () => {
    const constant = node('Constant', [], 'c', { value: floatTensor('c', [-1], new Float32Array(1)) });
    expect(() => readModel(modelBytes({ nodes: [constant], outputs: { c: 1 } }))).toThrow(
      corrupt(/dimension -1/),
    );
  });

  it('refuses graphs nested without end, rather than run out of stack', () => {
    // Writing has the same limit as reading, so the nesting is made of bytes.
    let nested = new Uint8Array(0);
    for (let depth = 0; depth < 500; depth++) {
      for (const field of [6, 5, 1]) nested = record(field, nested);
    }
    const bytes = Uint8Array.from([0x08, 8, ...record(8, Uint8Array.of(0x10, 13)), ...record(7, nested)]);
    expect(() => readModel(bytes)).toThrow(corrupt(/depth/));
  });
});

describe('writing what was read', () => {
  it('gives the same bytes', () => {
    const bytes = writeModel(plain());
    expect(writeModel(readModel(bytes))).toEqual(bytes);
  });

  it('keeps fields that the schema does not declare, at every level', () => {
    const docString = record(6, new TextEncoder().encode('why this node is here'));
    const fromTheFuture = record(1234, Uint8Array.of(1, 2, 3));
    const metadata = record(14, record(1, new TextEncoder().encode('author')));
    const relu = withUnknown(node('Relu', ['x'], 'y'), docString, fromTheFuture);
    const inner = withUnknown(graph({ nodes: [relu], inputs: { x: [1] }, outputs: { y: 1 } }), fromTheFuture);
    const bytes = writeModel(withUnknown(amend(plain(), { graph: inner }), metadata));
    const again = writeModel(readModel(bytes));
    expect(again).toEqual(bytes);
    for (const kept of [docString, fromTheFuture, metadata]) expect(includes(again, kept)).toBe(true);
  });

  it('keeps them in a copy with changes', () => {
    const doc = record(6, new TextEncoder().encode('kept'));
    const changed = amend(withUnknown(node('Relu', ['x'], 'y'), doc), { opType: 'Tanh' });
    const bytes = writeModel(amend(plain(), { graph: graph({ nodes: [changed], outputs: { y: 1 } }) }));
    expect(includes(bytes, doc)).toBe(true);
  });

  it('keeps operators and attributes of other domains, values of 0, and all bits of large integers', () => {
    const largest = 2n ** 63n - 1n;
    const attributes: AttributeProto[] = [
      create('AttributeProto', { name: 'zero', type: 2, i: 0 }),
      create('AttributeProto', { name: 'ends', type: 7, ints: [largest.toString()] }),
    ];
    const custom = amend(makeNode({ op: 'Fancy', name: 'f', inputs: ['x'], outputs: ['y'], attributes }), {
      domain: 'com.example',
    });
    const inner = graph({ nodes: [custom], inputs: { x: [1] }, outputs: { y: 1 } });
    const written = writeModel(amend(plain(), { graph: inner }));
    const [read] = graphOf(readModel(written)).node;
    expect(read).toMatchObject({ opType: 'Fancy', domain: 'com.example' });
    expect(Object.hasOwn(attributeOf(read!, 'zero')!, 'i')).toBe(true);
    expect(attributeOf(read!, 'ends')?.ints.map(String)).toEqual([largest.toString()]);
  });

  it('reads packed float_data as well as raw data', () => {
    const raw = floatTensor('w', [3], Float32Array.of(1.5, -2, 0.25));
    const packed = amend(create<TensorProto>('TensorProto', { name: 'w', dims: [3], dataType: 1 }), {
      floatData: [raw.rawData],
    });
    expect([...(floatsOf(packed) ?? [])]).toEqual([1.5, -2, 0.25]);
    const bytes = modelBytes({ nodes: [], outputs: {}, initializers: [packed] });
    expect(writeModel(readModel(bytes))).toEqual(bytes);
  });
});

function graphOf(read: ModelProto): GraphProto {
  if (read.graph === null) throw new Error('the model has no graph');
  return read.graph;
}

function withUnknown<M extends object>(message: M, ...records: Uint8Array[]): M {
  return Object.defineProperty(message, '$unknowns', { value: records });
}

function includes(bytes: Uint8Array, part: Uint8Array): boolean {
  return Buffer.from(bytes).includes(Buffer.from(part));
}
