import { describe, expect, it } from 'vitest';
import { withLazyData } from '#precision/onnx/lazy-data.ts';
import { amend, floatTensor } from '#precision/onnx/make.ts';
import type { TensorProto } from '#precision/onnx/messages.ts';
import { readModel } from '#precision/onnx/read.ts';
import { checkSize, floatsOf, rawBytesOf } from '#precision/onnx/tensors.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { create, model, modelBytes } from '#test/support/onnx-models.ts';
import { text, varint64 } from '#test/support/wire.ts';

const tensor = (fields: Partial<TensorProto>): TensorProto =>
  create('TensorProto', { name: 't', dims: [2], dataType: 1, ...fields });
const packed = (...values: bigint[]): Uint8Array[] => [Uint8Array.from(values.flatMap(varint64))];
const corrupt = (message: RegExp) =>
  expect.objectContaining({ code: 'model-corrupt', message: expect.stringMatching(message) as string });
const bytesOf = (of: TensorProto): number[] => [...(rawBytesOf(of) ?? [])];

describe('elements', () => {
  it.each([
    ['int8 in int32_data', { dataType: 3, int32Data: packed(-1n, 127n) }, [255, 127]],
    ['uint16 in int32_data', { dataType: 4, int32Data: packed(0x1234n, 0xffffn) }, [0x34, 0x12, 0xff, 0xff]],
    ['int32', { dataType: 6, int32Data: packed(-2n, 300n) }, [254, 255, 255, 255, 44, 1, 0, 0]],
    ['float16 in int32_data', { dataType: 10, int32Data: packed(0x3c00n, 0xbc00n) }, [0, 0x3c, 0, 0xbc]],
    [
      'uint32 in uint64_data',
      { dataType: 12, uint64Data: packed(1n, 0xffffffffn) },
      [1, 0, 0, 0, 255, 255, 255, 255],
    ],
    [
      'int64',
      { dataType: 7, int64Data: packed(-(2n ** 63n), 1n) },
      [0, 0, 0, 0, 0, 0, 0, 128, 1, 0, 0, 0, 0, 0, 0, 0],
    ],
    ['int4, two a byte', { dataType: 22, dims: [3], int32Data: packed(0x21n, 0x03n) }, [0x21, 0x03]],
    ['int2, four a byte', { dataType: 26, dims: [5], rawData: Uint8Array.of(0xe4, 1) }, [0xe4, 1]],
    [
      'double in two records',
      { dataType: 11, doubleData: [new Uint8Array(8), new Uint8Array(8)] },
      new Array(16).fill(0),
    ],
  ])('are the same bytes however they are stored: %s', (_what, fields, expected) => {
    expect(bytesOf(tensor(fields as Partial<TensorProto>))).toEqual(expected);
  });

  it('agree with what this machine has as numbers', () => {
    const numbers = [0n, -1n, 2n ** 40n, -(2n ** 52n), 127n, 128n, 16_384n];
    const int64 = tensor({ dataType: 7, dims: [numbers.length], int64Data: packed(...numbers) });
    expect([...new BigInt64Array(Uint8Array.from(bytesOf(int64)).buffer)]).toEqual(numbers);
  });

  it.each([
    ['too few varints', { dataType: 6, int32Data: packed(1n) }, /holds 1 elements, its shape needs 2/],
    [
      'a varint that is cut off',
      { dataType: 6, int32Data: [Uint8Array.of(1, 128)] },
      /ends within an element/,
    ],
    [
      '4-bit bytes that do not suffice',
      { dataType: 21, dims: [3], rawData: Uint8Array.of(1) },
      /holds 1 bytes, its shape needs 2/,
    ],
    ['strings too few', { dataType: 8, stringData: [text('one')] }, /holds 1 elements, its shape needs 2/],
    ['strings as raw bytes', { dataType: 8, dims: [0], rawData: text('one') }, /strings as raw bytes/],
    ['another type’s field', { dataType: 1, int64Data: packed(1n, 2n) }, /holds 0 bytes, its shape needs 8/],
    ['no type', { dataType: 0, rawData: new Uint8Array(8) }, /no element type/],
    ['an absurd shape', { dims: [2 ** 40, 2 ** 40] }, /absurd shape \[1099511627776, 1099511627776\]/],
    ['nothing', { dataType: 10 }, /holds 0 elements, its shape needs 2/],
  ])('are refused by name: %s', (_what, fields, message) => {
    expect(() => checkSize(tensor(fields as Partial<TensorProto>))).toThrow(corrupt(message));
  });

  it('of types that are not known are carried over', () => {
    const unknown = tensor({ dataType: 99, rawData: Uint8Array.of(1, 2, 3) });
    const bytes = modelBytes({ nodes: [], outputs: {}, initializers: [unknown] });
    expect(writeModel(readModel(bytes))).toEqual(bytes);
    expect(rawBytesOf(unknown)).toBeNull();
  });

  it('that were written one record a number are read', () => {
    const floats = Float32Array.of(1.5, -2);
    const data = new Uint8Array(floats.buffer);
    const one = (at: number): Uint8Array => Uint8Array.of((4 << 3) | 5, ...data.subarray(at, at + 4));
    const unpacked = Object.defineProperty(tensor({}), '$unknowns', {
      value: [one(0), one(4), Uint8Array.of(0x62, 1, 65)],
    });
    const bytes = modelBytes({ nodes: [], outputs: {}, initializers: [unpacked] });
    const again = readModel(bytes).graph?.initializer[0];
    expect([...(floatsOf(again!) ?? [])]).toEqual([1.5, -2]);
    // The doc string, which is not declared, is still there.
    expect((again as { $unknowns?: unknown[] }).$unknowns).toHaveLength(1);
  });
});

describe('data that is read when it is asked for', () => {
  const lazy = (reads: number[]): TensorProto =>
    withLazyData(tensor({ dataLocation: 1, externalData: [text('elsewhere')] }), 8, () => {
      reads.push(8);
      return new Uint8Array(Float32Array.of(1, 2).buffer);
    });

  it('is not read to check its size, to copy it, or to see that it is there', () => {
    const reads: number[] = [];
    const renamed = amend(lazy(reads), { name: 'other' });
    checkSize(renamed);
    expect(Object.hasOwn(renamed, 'rawData')).toBe(true);
    expect(renamed.name).toBe('other');
    expect(reads).toEqual([]);
    expect([...(floatsOf(renamed) ?? [])]).toEqual([1, 2]);
    expect(reads).toHaveLength(1);
  });

  it('of the wrong size is refused without reading it', () => {
    const reads: number[] = [];
    expect(() => checkSize(amend(lazy(reads), { dims: [3] }))).toThrow(
      corrupt(/holds 8 bytes, its shape needs 12/),
    );
    expect(reads).toEqual([]);
  });

  it('can be replaced, and comes into the file when the model is written, read once', () => {
    const reads: number[] = [];
    const inside = floatTensor('t', [2], Float32Array.of(1, 2));
    const written = (initializer: TensorProto) =>
      writeModel(model({ nodes: [], outputs: {}, initializers: [initializer] }));
    const replaced = amend(lazy(reads), { rawData: inside.rawData });
    expect([...(floatsOf(replaced) ?? [])]).toEqual([1, 2]);
    expect(reads).toEqual([]);
    expect(readModel(written(lazy(reads))).graph?.initializer[0]?.dataLocation).toBe(0);
    expect(reads).toHaveLength(1);
    expect([...(floatsOf(readModel(written(lazy([]))).graph!.initializer[0]!) ?? [])]).toEqual([1, 2]);
  });
});
