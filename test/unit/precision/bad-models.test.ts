import { describe, expect, it } from 'vitest';
import type { FaultCode } from '#core/errors.ts';
import { attributeOf, floatOf, intOf } from '#precision/onnx/attributes.ts';
import { amend, floatTensor } from '#precision/onnx/make.ts';
import type { AttributeProto, NodeProto, SparseTensorProto, TensorProto } from '#precision/onnx/messages.ts';
import { readModel } from '#precision/onnx/read.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { create, graph, model, type ModelSpec, node, weights } from '#test/support/onnx-models.ts';
import { record, text, varint } from '#test/support/wire.ts';

const X = { x: [1, 4] };
const read = (spec: Partial<ModelSpec>) =>
  readModel(writeModel(model({ nodes: [node('Relu', ['x'], 'y')], inputs: X, outputs: { y: 2 }, ...spec })));
const fault = (code: FaultCode, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as string });
const corrupt = (message: RegExp) => fault('model-corrupt', message);
const opsOf = (spec: Partial<ModelSpec>) => read(spec).graph?.node.map(({ opType }) => opType);

describe('versions', () => {
  it('are read as far as ONNX Runtime loads them, and refused beyond', () => {
    for (const irVersion of [3, 8, 12, 13]) expect(() => read({ irVersion })).not.toThrow();
    for (const opset of [7, 11, 23, 26]) expect(() => read({ opset })).not.toThrow();
    expect(() => read({ irVersion: 14 })).toThrow(
      fault('model-unsupported', /IR version is 14; 13 is the newest/),
    );
    expect(() => read({ opset: 27 })).toThrow(
      fault('model-unsupported', /operator set is 27; 26 is the newest/),
    );
    expect(() => read({ opset: 0 })).toThrow(corrupt(/operator set is 0/));
  });

  it('of other domains are carried over, whatever they are', () => {
    const custom = create('OperatorSetIdProto', { domain: 'com.example', version: 900 });
    const plain = model({ nodes: [node('Relu', ['x'], 'y')], inputs: X, outputs: { y: 2 } });
    const opsetImport = [...plain.opsetImport, custom as (typeof plain.opsetImport)[number]];
    expect(readModel(writeModel(amend(plain, { opsetImport }))).opsetImport).toHaveLength(2);
  });
});

describe('the order of nodes', () => {
  it('is kept where it is one in which they run', () => {
    const nodes = [node('Relu', ['x'], 'a'), node('Tanh', ['x'], 'b'), node('Add', ['a', 'b'], 'y')];
    expect(opsOf({ nodes })).toEqual(['Relu', 'Tanh', 'Add']);
  });

  it('is made one where it is not, and moves no more than it must', () => {
    const nodes = [
      node('Tanh', ['x'], 'b'),
      node('Add', ['a', 'b'], 'y'),
      node('Exp', ['x'], 'unused'),
      node('Relu', ['x'], 'a'),
    ];
    expect(opsOf({ nodes })).toEqual(['Tanh', 'Relu', 'Add', 'Exp']);
  });

  it('counts what a graph in a node reads from around it', () => {
    const branch = graph({
      nodes: [node('Neg', ['late'], 'n'), node('Abs', ['n'], 'out')],
      outputs: { out: 2 },
    });
    const swapped = amend(branch, { node: [...branch.node].reverse() });
    const nodes = [
      node('Cast', ['x'], 'c', { to: 9 }),
      node('If', ['c'], 'y', { then_branch: branch, else_branch: swapped }),
      node('Relu', ['x'], 'late'),
    ];
    expect(opsOf({ nodes })).toEqual(['Cast', 'Relu', 'If']);
    const inner = read({ nodes }).graph?.node[2]?.attribute.map(({ g }) =>
      g?.node.map(({ opType }) => opType),
    );
    expect(inner).toEqual([
      ['Neg', 'Abs'],
      ['Neg', 'Abs'],
    ]);
  });

  it('of a long chain backwards is found without running out of stack', () => {
    const nodes = Array.from({ length: 30_000 }, (_, at) =>
      node('Relu', [at === 0 ? 'x' : `v${at}`], `v${at + 1}`),
    );
    const spec = { nodes: nodes.reverse(), outputs: { v30000: 2 } };
    expect(read(spec).graph?.node.at(-1)?.output).toEqual(['v30000']);
  });

  it('cannot be had in a circle, whose nodes are named and no others', () => {
    const nodes = [
      node('Relu', ['x'], 'before'),
      node('Add', ['before', 'c'], 'a'),
      node('Tanh', ['a'], 'b'),
      node('Exp', ['b'], 'c'),
      node('Neg', ['b'], 'y'),
    ];
    expect(() => read({ nodes })).toThrow(
      corrupt(/cyclic: (?=.*Add:a)(?=.*Tanh:b)(?=.*Exp:c)(?!.*(Relu|Neg))/),
    );
    const itself = [node('Add', ['x', 'y'], 'y')];
    expect(() => read({ nodes: itself })).toThrow(corrupt(/cyclic: Add "Add:y"/));
  });

  it('cannot be had where a graph in a node reads what the node makes', () => {
    const branch = graph({ nodes: [node('Relu', ['y'], 'out')], outputs: { out: 2 } });
    const nodes = [
      node('Cast', ['x'], 'c', { to: 9 }),
      node('If', ['c'], 'y', { then_branch: branch, else_branch: branch }),
    ];
    expect(() => read({ nodes })).toThrow(corrupt(/cyclic: If "If:y"/));
  });
});

describe('values', () => {
  it('that two nodes make are refused with both', () => {
    const nodes = [node('Relu', ['x'], 'y'), amend(node('Tanh', ['x'], 'y'), { name: 'second' })];
    expect(() => read({ nodes })).toThrow(
      corrupt(/"y" is made twice: by Tanh "second" and by Relu "Relu:y"/),
    );
  });

  it('that a node makes and that are given are refused', () => {
    expect(() => read({ nodes: [node('Relu', ['x'], 'x')], outputs: {} })).toThrow(
      corrupt(/"x" is made twice/),
    );
    const initializers = [weights('w', [4]), weights('w', [4])];
    expect(() => read({ initializers })).toThrow(corrupt(/"w" is stored twice/));
  });

  it('that nothing makes are refused, with who reads them', () => {
    expect(() => read({ nodes: [node('Add', ['x', 'gone'], 'y')] })).toThrow(
      corrupt(/Add "Add:y" reads the value "gone", which nothing makes/),
    );
    expect(() => read({ outputs: { z: 2 } })).toThrow(corrupt(/output "z" is made by no node/));
  });

  it('may be inputs with a default, and optional inputs may be absent', () => {
    const nodes = [node('Clip', ['x', '', 'w'], 'y')];
    expect(() => read({ nodes, inputs: { ...X, w: [] }, initializers: [weights('w', [])] })).not.toThrow();
  });

  it('may be sparse initializers, which are carried over', () => {
    const spec = { nodes: [node('Add', ['x', 'w'], 'y')] };
    expect(() => read(spec)).toThrow(corrupt(/"w"/));
    const values = floatTensor('w', [1], Float32Array.of(2));
    const indices = create<TensorProto>('TensorProto', {
      ...{ name: 'w_indices', dims: [1], dataType: 7, rawData: new Uint8Array(8) },
    });
    const plain = model({ ...spec, inputs: X, outputs: { y: 2 } });
    const sparse = (parts: object) => create<SparseTensorProto>('SparseTensorProto', { dims: [4], ...parts });
    const withSparse = (parts: object) =>
      writeModel(amend(plain, { graph: amend(plain.graph!, { sparseInitializer: [sparse(parts)] }) }));
    const bytes = withSparse({ values, indices });
    expect(writeModel(readModel(bytes))).toEqual(bytes);
    expect(() => readModel(withSparse({ values }))).toThrow(corrupt(/sparse tensor "w" has no indices/));
  });
});

describe('attributes', () => {
  const withAttribute = (fields: Partial<AttributeProto>): NodeProto =>
    amend(node('Softmax', ['x'], 'y'), {
      attribute: [create('AttributeProto', { name: 'axis', ...fields })],
    });

  it('that hold something else than they say are refused, with the node', () => {
    expect(() => read({ nodes: [withAttribute({ type: 2, f: 0.5 })] })).toThrow(
      corrupt(/"axis" of Softmax "Softmax:y" should be an integer, but holds a float/),
    );
    expect(() => read({ nodes: [withAttribute({ type: 4 })] })).toThrow(
      corrupt(/"axis" of Softmax "Softmax:y" should be a tensor, but holds nothing/),
    );
  });

  it('of value 0 may be left out, as writers of protobuf 3 do', () => {
    expect(() => read({ nodes: [withAttribute({ type: 2 })] })).not.toThrow();
  });

  it('of types that are not known are carried over', () => {
    expect(() => read({ nodes: [withAttribute({ type: 99 })] })).not.toThrow();
  });

  it('of another type than is asked for are refused, rather than read as the default', () => {
    const softmax = withAttribute({ type: 1, f: 0.5 });
    expect(() => intOf(softmax, 'axis', -1)).toThrow(
      corrupt(/"axis" of Softmax "Softmax:y" is a float, not an integer/),
    );
    expect(floatOf(softmax, 'axis', 0)).toBe(0.5);
    expect(intOf(withAttribute({ type: 0, i: 1 }), 'axis', -1)).toBe(1);
  });
});

describe('a Constant', () => {
  it('without a value, or with two, is refused by name', () => {
    const two = node('Constant', [], 'y', { value_float: 0.5, value_int: 1 });
    expect(() => read({ nodes: [node('Constant', [], 'y')] })).toThrow(
      corrupt(/Constant "Constant:y" has no values/),
    );
    expect(() => read({ nodes: [two] })).toThrow(corrupt(/Constant "Constant:y" has 2 values/));
    expect(() => read({ nodes: [node('Constant', [], 'y', { value: 1 })] })).toThrow(
      corrupt(/"value" of Constant "Constant:y" is an integer, not a tensor/),
    );
  });

  it('may hold a list of strings', () => {
    const strings = create<AttributeProto>('AttributeProto', {
      name: 'value_strings',
      type: 8,
      strings: [text('a')],
    });
    const constant = amend(node('Constant', [], 'y'), { attribute: [strings] });
    const again = read({ nodes: [constant] }).graph?.node[0];
    expect(attributeOf(again!, 'value_strings')?.strings).toHaveLength(1);
  });
});

describe('the model’s own functions', () => {
  const withFunction = (bytes: Uint8Array) =>
    writeModel(
      amend(model({ nodes: [node('Relu', ['x'], 'y')], inputs: X, outputs: { y: 2 } }), {
        functions: [bytes],
      }),
    );

  it('are carried over as they are', () => {
    const body = record(7, Uint8Array.from([...record(4, text('Relu')), ...record(99, text('future'))]));
    const bytes = withFunction(Uint8Array.from([...record(1, text('Mine')), ...body]));
    expect(writeModel(readModel(bytes))).toEqual(bytes);
  });

  it('that cannot be read, or hold a node without an operator, are refused', () => {
    expect(() => readModel(withFunction(Uint8Array.of(0x3a, 200)))).toThrow(
      corrupt(/function 1 cannot be read/),
    );
    const nameless = record(7, record(3, text('a node')));
    expect(() => readModel(withFunction(nameless))).toThrow(corrupt(/"a node" names no operator/));
  });
});

describe('files made to exhaust memory', () => {
  const head = [0x08, 8, ...record(8, Uint8Array.of(0x10, 13))];
  const inGraph = (parts: Uint8Array) =>
    Buffer.concat([Buffer.from(head), Buffer.from([0x3a, ...varint(parts.length)]), parts]);

  it('stop at a bound: millions of empty names', () => {
    const names = Buffer.alloc(9_000_000, Uint8Array.of(0x0a, 0));
    const nodes = Buffer.concat([Buffer.from([0x0a, ...varint(names.length)]), names]);
    expect(() => readModel(inGraph(nodes))).toThrow(fault('model-unsupported', /more than 4000000 records/));
  });

  it('stop at a bound: a shape of millions of dimensions', () => {
    const dims = Buffer.concat([Buffer.from([0x0a, ...varint(11_000_000)]), Buffer.alloc(11_000_000, 1)]);
    const tensor = Buffer.concat([Buffer.from([0x2a, ...varint(dims.length)]), dims]);
    expect(() => readModel(inGraph(tensor))).toThrow(
      fault('model-unsupported', /more than 10000000 numbers/),
    );
  });

  it('cannot claim what they do not have', () => {
    const claim = Uint8Array.from([0x2a, ...varint(12), 0x4a, ...varint(2 ** 31 - 1), 1, 2, 3]);
    expect(() => readModel(inGraph(claim))).toThrow(corrupt(/cut off/));
  });
});
