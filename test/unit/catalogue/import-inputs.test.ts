import { describe, expect, it } from 'vitest';
import { guessValues, withWholeLimit } from '#catalogue/import/guess-values.ts';
import { idFrom } from '#catalogue/import/entry.ts';
import { followArrays } from '#catalogue/import/follow-arrays.ts';
import { inputsOf, shapeInputs } from '#catalogue/import/model-inputs.ts';
import { classOutputOf } from '#catalogue/import/class-output.ts';
import type { FileInput } from '#core/open-dims.ts';
import type { InputSpec } from '#core/suite.ts';
import type { TensorData } from '#core/tensor.ts';
import { amend, floatTensor } from '#precision/onnx/make.ts';
import { create, graph, node, weights } from '#test/support/onnx-models.ts';

const INT64 = 7;
const input = (name: string, dims: FileInput['dims'], type: FileInput['type'] = 'float32'): FileInput => ({
  name,
  type,
  dims,
});
const dimsOf = (file: FileInput) => shapeInputs([file], {})[0]?.spec.dims;

describe('the inputs of a file', () => {
  it('have its names, types and sizes, and leave out those that it gives a value', () => {
    const found = inputsOf(
      graph({
        nodes: [node('Add', ['x', 'w'], 'y')],
        inputs: { x: ['batch', 3, 4], ids: { type: INT64, dims: [1, 'seq'] }, w: [3, 4] },
        outputs: { y: 3 },
        initializers: [weights('w', [3, 4])],
      }),
    );
    expect(found).toEqual([input('x', ['batch', 3, 4]), input('ids', [1, 'seq'], 'int64')]);
  });

  it('may be of unknown rank, or with dimensions that nobody named', () => {
    const bare = graph({ nodes: [], inputs: { x: [0, -1, 5] }, outputs: {} });
    expect(inputsOf(bare)).toEqual([input('x', ['', '', 5])]);
    const tensorType = create('TensorType', { elemType: 1 });
    const value = create<never>('ValueInfoProto', { name: 'x', type: create('TypeProto', { tensorType }) });
    expect(inputsOf(amend(bare, { input: [value] }))).toEqual([input('x', null)]);
  });

  it.each([8, 14, 16, 17])('of element type %i are refused by name', (type) => {
    expect(() => inputsOf(graph({ nodes: [], inputs: { words: { type, dims: [1] } }, outputs: {} }))).toThrow(
      expect.objectContaining({ code: 'model-unsupported', message: expect.stringContaining('"words"') }),
    );
  });
});

describe('open dimensions', () => {
  it.each<[string, FileInput, number[]]>([
    ['a batch and a sequence', input('input_ids', ['batch_size', 'sequence_length'], 'int64'), [1, 128]],
    ['a picture by its names', input('pixel_values', ['N', 3, 'height', 'width']), [1, 3, 224, 224]],
    ['a picture without names', input('x', ['', 3, '', '']), [1, 3, 224, 224]],
    ['a picture with channels last', input('x', ['unk__5', 'unk__6', 'unk__7', 3]), [1, 224, 224, 3]],
    ['a picture of which all is open', input('x', ['', '', '', '']), [1, 3, 224, 224]],
    ['sound by the input’s name', input('audio', ['', '']), [1, 16_000]],
    ['sound by the dimension’s', input('x', [1, 'num_samples']), [1, 16_000]],
    ['features over time', input('features', [1, 'T', 80]), [1, 128, 80]],
    ['features that start with a name of nothing', input('x', ['?', '?', 80]), [1, 128, 80]],
    ['a recurrent state', input('h0', [2, '', 64]), [2, 1, 64]],
    ['a state by its shape', input('x', [2, '', 64]), [2, 1, 64]],
    [
      'a cache that is empty at first',
      input('past_key_values.0.key', ['batch', 3, 'past_sequence_length', 64]),
      [1, 3, 0, 64],
    ],
    ['a sum of two', input('mask', ['batch', 'past_sequence_length + sequence_length'], 'int64'), [1, 128]],
    ['a sum with a number', input('mask', ['batch', 'past_sequence_length + 1'], 'int64'), [1, 1]],
    ['nothing open', input('x', [2, 5]), [2, 5]],
    ['a scalar', input('sr', [], 'int64'), []],
  ])('get usual sizes: %s', (_what, file, dims) => {
    expect(dimsOf(file)).toEqual(dims);
  });

  it('that a person chose count wherever they are named', () => {
    const files = [
      input('ids', ['batch', 'seq'], 'int64'),
      input('mask', ['batch', 'seq'], 'int64'),
      input('long', ['batch', 'seq + 2'], 'int64'),
    ];
    const shaped = shapeInputs(files, { ids: [1, 64] });
    expect(shaped.map(({ spec }) => spec.dims)).toEqual([
      [1, 64],
      [1, 64],
      [1, 66],
    ]);
    expect(shaped[1]?.dims[1]?.why).toContain('64 elsewhere');
  });

  it.each([
    ['another number of dimensions', [1, 3, 224]],
    ['a size that the file fixes', [1, 4, 224, 224]],
  ])('take no shape with %s', (_what, dims) => {
    expect(() => shapeInputs([input('x', ['n', 3, '', ''])], { x: dims })).toThrow(
      expect.objectContaining({
        code: 'input-invalid',
        message: expect.stringContaining('takes [n, 3, ?, ?]'),
      }),
    );
  });

  it('are asked for where the file does not even say how many there are', () => {
    const file = input('x', null);
    expect(() => shapeInputs([file], {})).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('--shape x=') }),
    );
    expect(shapeInputs([file], { x: [1, 2] })[0]?.spec.dims).toEqual([1, 2]);
  });

  it('of an input that is not there are wrong usage', () => {
    expect(() => shapeInputs([input('x', [1])], { y: [1] })).toThrow(
      expect.objectContaining({ code: 'wrong-usage', message: expect.stringContaining('Inputs: x.') }),
    );
  });

  it('follow the first given arrays', () => {
    const array = (dims: number[]): TensorData => ({ type: 'float32', dims, data: new Float32Array(0) });
    const files = [input('x', ['batch', 3, '', '']), input('m', ['batch', 'seq'])];
    const group = {
      file: 'a.npz',
      arrays: new Map([
        ['x', array([8, 3, 64, 48])],
        ['m', array([8, 1, 10])],
      ]),
    };
    expect(followArrays(files, group, {})).toEqual({ x: [1, 3, 64, 48], m: [1, 10] });
    expect(followArrays(files, group, { x: [1, 3, 32, 32] })).toEqual({ x: [1, 3, 32, 32], m: [1, 10] });
    // What does not fit is left to the reader of the array, which names the file.
    expect(followArrays([input('x', [1, 4, ''])], group, {})).toEqual({});
  });
});

describe('made values', () => {
  const spec = (name: string, type: InputSpec['type'], dims: readonly number[] = [1, 8]): InputSpec => ({
    name,
    type,
    dims,
    meaning: '',
  });
  const guess = (specs: readonly InputSpec[], nodes = [] as ReturnType<typeof node>[]) =>
    guessValues(
      specs,
      graph({ nodes, outputs: {}, initializers: [floatTensor('table', [50, 2], new Float32Array(100))] }),
    );

  it.each<[InputSpec, object]>([
    [spec('x', 'float32'), { kind: 'normal' }],
    [spec('attention_mask', 'int64'), { kind: 'constant', value: 1 }],
    [spec('mask', 'float32'), { kind: 'constant', value: 1 }],
    [spec('token_type_ids', 'int64'), { kind: 'constant', value: 0 }],
    [spec('position_ids', 'int64'), { kind: 'positions' }],
    [spec('sr', 'int64', []), { kind: 'constant', value: 16_000 }],
    [spec('use_cache_branch', 'bool', [1]), { kind: 'constant', value: 0 }],
    [spec('flag', 'bool'), { kind: 'whole', below: 2 }],
    [spec('image', 'uint8', [1, 4, 4, 3]), { kind: 'whole', below: 256 }],
  ])('of %j are guessed from name and type', (each, values) => {
    expect(guess([each])[0]).toMatchObject({ values, isTentative: false });
  });

  it('of lengths are the longest there is', () => {
    const [, lengths] = guess([spec('feats', 'float32', [1, 128, 80]), spec('x_lens', 'int64', [1])]);
    expect(lengths?.values).toEqual({ kind: 'constant', value: 128 });
  });

  it('that pick rows are below the table’s number of rows, whatever lies between', () => {
    const nodes = [
      node('Cast', ['ids'], 'cast', { to: 7 }),
      node('Reshape', ['cast', 'shape'], 'flat'),
      node('Gather', ['table', 'flat'], 'rows'),
    ];
    expect(guess([spec('ids', 'int64')], nodes)[0]).toMatchObject({
      values: { kind: 'whole', below: 50 },
      isTentative: false,
    });
  });

  it('of unknown use are guesses, which trying may lower', () => {
    const guesses = guess([spec('what', 'int64'), spec('x', 'float32')]);
    expect(guesses[0]).toMatchObject({ values: { kind: 'whole', below: 1000 }, isTentative: true });
    expect(withWholeLimit(guesses, 2).map(({ values }) => values)).toEqual([
      { kind: 'whole', below: 2 },
      { kind: 'normal' },
    ]);
  });
});

describe('the output of classes', () => {
  const floats = (dims: number[]): TensorData => ({ type: 'float32', dims, data: new Float32Array(0) });

  it.each<[string, Record<string, TensorData>, string | null]>([
    ['the one output, a row of scores', { logits: floats([1, 1000]) }, 'logits'],
    ['none where there are two', { a: floats([1, 10]), b: floats([1, 10]) }, null],
    ['none where a row has one value', { p: floats([1, 1]) }, null],
    ['none where it is a sequence', { y: floats([1, 128, 384]) }, null],
    ['none where it is no float', { y: { type: 'int64', dims: [1, 4], data: new BigInt64Array(0) } }, null],
  ])('is guessed: %s', (_what, outputs, expected) => {
    expect(classOutputOf(null, outputs)).toBe(expected);
  });

  it('is what a person says', () => {
    const outputs = { a: floats([1, 4, 10]), b: floats([1, 10]) };
    expect(classOutputOf('a', outputs)).toBe('a');
    expect(classOutputOf('none', { b: floats([1, 10]) })).toBeNull();
    expect(() => classOutputOf('c', outputs)).toThrow(expect.objectContaining({ code: 'wrong-usage' }));
  });
});

it.each([
  ['ResNet 50 (v1.5)', 'resnet-50-v1.5'],
  ['__x__', 'x'],
  ['模型', 'model'],
  ['a'.repeat(90), 'a'.repeat(60)],
])('%j gives the id %j', (words, id) => {
  expect(idFrom(words)).toBe(id);
});
