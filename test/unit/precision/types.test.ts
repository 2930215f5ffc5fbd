import { describe, expect, it } from 'vitest';
import { amend, floatTensor, int64Tensor } from '#precision/onnx/make.ts';
import type { GraphProto, ModelProto } from '#precision/onnx/messages.ts';
import { DATA_TYPE } from '#precision/onnx/messages.ts';
import { ModelTypes } from '#precision/onnx/types.ts';
import type { ModelSpec } from '#test/support/onnx-models.ts';
import { BOOL, boolTensor, create, graph, model, node } from '#test/support/onnx-models.ts';

const { float, double, float16, int32, int64, uint8, int8 } = DATA_TYPE;

function outermost({ graph: found }: ModelProto): GraphProto {
  if (found === null) throw new Error('no graph');
  return found;
}

/** Of the values of the outermost graph, by name. */
function typesOf(spec: Omit<ModelSpec, 'outputs'>, ...names: string[]): (number | null)[] {
  const built = model({ outputs: {}, ...spec });
  const types = new ModelTypes(built).of(outermost(built));
  return names.map((name) => types.elementType(name));
}

const X = {
  x: [2, 3],
  d: { type: double, dims: [2] },
  i: { type: int64, dims: [2] },
  b: { type: BOOL, dims: [] },
};

describe('element types', () => {
  it('of inputs and initializers are those that the file states', () => {
    expect(
      typesOf({ nodes: [], inputs: X, initializers: [int64Tensor('w', [1])] }, 'x', 'd', 'i', 'b', 'w'),
    ).toEqual([float, double, int64, BOOL, int64]);
  });

  it('pass from the input to the output of what computes with them', () => {
    const nodes = [
      node('Add', ['d', 'd'], 'sum'),
      node('Transpose', ['sum'], 't'),
      node('Gather', ['t', 'i'], 'y'),
    ];
    expect(typesOf({ nodes, inputs: X }, 'sum', 't', 'y')).toEqual([double, double, double]);
  });

  it('are the operator’s own where it has its own', () => {
    const nodes = [
      node('Shape', ['x'], 'shape'),
      node('Greater', ['x', 'x'], 'greater'),
      node('ArgMax', ['x'], 'argmax'),
      node('TopK', ['x', 'i'], 'best, at'),
      node('MaxPool', ['x'], 'pooled, indices'),
      node('DynamicQuantizeLinear', ['x'], 'q, scale, zero'),
      node('MatMulInteger', ['q', 'q'], 'product'),
      node('OneHot', ['i', 'i', 'd'], 'hot'),
      node('Where', ['b', 'i', 'i'], 'chosen'),
      node('CastLike', ['x', 'd'], 'like'),
    ];
    const names = ['shape', 'greater', 'argmax', 'best', 'at', 'pooled', 'indices', 'q', 'scale', 'zero'];
    expect(typesOf({ nodes, inputs: X, opset: 15 }, ...names, 'product', 'hot', 'chosen', 'like')).toEqual([
      ...[int64, BOOL, int64, float, int64, float, int64, uint8, float, uint8],
      ...[int32, double, int64, double],
    ]);
  });

  it('are what an attribute says', () => {
    const nodes = [
      node('Cast', ['x'], 'cast', { to: float16 }),
      node('Constant', [], 'listed', { value: int64Tensor('', [1]) }),
      node('Constant', [], 'scalar', { value_float: 0.5 }),
      node('Constant', [], 'whole', { value_int: 3 }),
      node('ConstantOfShape', ['i'], 'zeros'),
      node('ConstantOfShape', ['i'], 'ones', { value: int64Tensor('', [1]) }),
      node('EyeLike', ['d'], 'eye'),
      node('EyeLike', ['d'], 'eye_int', { dtype: int32 }),
      node('RandomNormal', [], 'noise', { shape: [1] }),
      node('QuantizeLinear', ['x', 'x'], 'q'),
      node('QuantizeLinear', ['x', 'x', 'z'], 'q8'),
    ];
    const inputs = { ...X, z: { type: int8, dims: [] } };
    const names = [
      'cast',
      'listed',
      'scalar',
      'whole',
      'zeros',
      'ones',
      'eye',
      'eye_int',
      'noise',
      'q',
      'q8',
    ];
    expect(typesOf({ nodes, inputs }, ...names)).toEqual([
      ...[float16, int64, float, int64, float, int64, double, int32, float, uint8, int8],
    ]);
  });

  it('are known through sequences, which have none themselves', () => {
    const nodes = [
      node('SplitToSequence', ['d'], 'list'),
      node('SequenceInsert', ['list', 'd'], 'longer'),
      node('SequenceAt', ['longer', 'i'], 'y'),
      node('Add', ['longer', 'd'], 'nonsense'),
    ];
    expect(typesOf({ nodes, inputs: X }, 'list', 'longer', 'y', 'nonsense')).toEqual([
      null,
      null,
      double,
      null,
    ]);
  });

  it('are known for operators of ONNX Runtime’s own', () => {
    const microsoft = { domain: 'com.microsoft' };
    const nodes = [
      amend(node('MatMulNBits', ['x', 'q', 'x'], 'product'), microsoft),
      amend(node('SkipLayerNormalization', ['h', 'h', 'h'], 'n, mean, deviation, sum'), microsoft),
      amend(node('GroupQueryAttention', ['h', '', '', 'x', 'x', 'i', 'i'], 'a, k, v'), microsoft),
    ];
    const inputs = { ...X, q: { type: uint8, dims: [1] }, h: { type: float16, dims: [1] } };
    expect(typesOf({ nodes, inputs }, 'product', 'n', 'mean', 'deviation', 'sum', 'a', 'k', 'v')).toEqual([
      ...[float, float16, float, float, float16, float16, float, float],
    ]);
  });

  it('are null, and what follows too, where an operator is not known', () => {
    const nodes = [
      amend(node('Secret', ['x'], 's'), { domain: 'org.example' }),
      node('Relu', ['s'], 'r'),
      node('NewAndStandard', ['x'], 'n'),
      node('Add', ['x', 's'], 'sum'),
      node('Shape', ['s'], 'shape'),
    ];
    // The sum's operands have one type, so the known one is enough.
    expect(typesOf({ nodes, inputs: X }, 's', 'r', 'n', 'nowhere', 'sum', 'shape')).toEqual([
      ...[null, null, null, null, float, int64],
    ]);
  });

  it('are null where the operands contradict each other', () => {
    expect(typesOf({ nodes: [node('Add', ['x', 'd'], 'sum')], inputs: X }, 'sum')).toEqual([null]);
  });

  it('come from the file’s notes where an operator is not known, and are null and told where the two differ', () => {
    const secret = amend(node('Secret', ['x'], 's'), { domain: 'org.example' });
    const built = model({ nodes: [secret, node('Shape', ['x'], 'shape')], inputs: X, outputs: {} });
    const noted = graph({
      nodes: [],
      inputs: { s: { type: int32, dims: [] }, shape: [1] },
      outputs: {},
    }).input;
    const inner = amend(outermost(built), { valueInfo: noted });
    const types = new ModelTypes(amend(built, { graph: inner }));
    expect(types.of(inner).elementType('s')).toBe(int32);
    expect(types.of(inner).elementType('shape')).toBeNull();
    expect(types.conflicts).toEqual([{ value: 'shape', stated: float, found: int64 }]);
  });

  it('take a stated type of 0 as left open', () => {
    const built = model({ nodes: [node('Shape', ['x'], 'shape')], inputs: X, outputs: {} });
    const open = create<GraphProto['output'][number]>('ValueInfoProto', {
      name: 'shape',
      type: create('TypeProto', { tensorType: create('TensorType', {}) }),
    });
    const inner = amend(outermost(built), { output: [open] });
    const types = new ModelTypes(amend(built, { graph: inner }));
    expect(types.of(inner).elementType('shape')).toBe(int64);
    expect(types.conflicts).toEqual([]);
  });
});

describe('element types across graphs', () => {
  const constant = floatTensor('c', [1], Float32Array.of(1));

  it('go into branches by name, and out of them where the branches agree', () => {
    const branch = (name: string, source: string) =>
      graph({ name, nodes: [node('Identity', [source], `${name}_y`)], outputs: { [`${name}_y`]: null } });
    const same = node('If', ['b'], 'y', { then_branch: branch('t', 'd'), else_branch: branch('e', 'd') });
    const other = node('If', ['b'], 'z', { then_branch: branch('t2', 'd'), else_branch: branch('e2', 'x') });
    expect(typesOf({ nodes: [same, other], inputs: X }, 'y', 'z')).toEqual([double, null]);
  });

  it('go into the state of a Loop and come out again, without being stated there', () => {
    const state = create<GraphProto['input'][number]>('ValueInfoProto', { name: 'state' });
    const body = graph({
      nodes: [
        node('Identity', ['go'], 'on'),
        node('Mul', ['state', 'state'], 'next'),
        node('Cast', ['state'], 'seen', { to: int32 }),
      ],
      inputs: { turn: [], go: [] },
      outputs: { on: null, next: null, seen: null },
    });
    const untyped = amend(body, {
      input: body.input.map((each) => amend(each, { type: null })).concat(state),
    });
    const nodes = [node('Loop', ['i', 'true', 'd'], 'y, all', { body: untyped })];
    const built = model({
      nodes,
      inputs: X,
      outputs: {},
      initializers: [boolTensor('true', true), constant],
    });
    const types = new ModelTypes(built);
    expect(types.of(outermost(built)).elementType('y')).toBe(double);
    expect(types.of(outermost(built)).elementType('all')).toBe(int32);
    const loop = outermost(built).node[0]?.attribute[0]?.g;
    const inside = loop && types.of(loop);
    expect(['turn', 'go', 'state', 'c'].map((name) => inside?.elementType(name))).toEqual([
      int64,
      BOOL,
      double,
      float,
    ]);
  });

  it('do not come from a value of the same name outside', () => {
    const inner = graph({ nodes: [node('Shape', ['x'], 'd')], outputs: { d: null } });
    const nodes = [node('If', ['b'], 'y', { then_branch: inner, else_branch: inner })];
    expect(typesOf({ nodes, inputs: X }, 'y', 'd')).toEqual([int64, double]);
  });
});
