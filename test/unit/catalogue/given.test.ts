import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { feedsHash } from '#catalogue/feeds/feeds-hash.ts';
import { MAX_SAMPLES, openGiven, samplesOf } from '#catalogue/feeds/given.ts';
import { seededFeeds, type Values } from '#catalogue/feeds/seeded.ts';
import { splitSamples } from '#catalogue/feeds/split.ts';
import type { InputSpec } from '#core/suite.ts';
import type { TensorMap } from '#core/tensor.ts';
import { npy } from '#test/support/npy.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
const X: InputSpec = { name: 'x', type: 'float32', dims: [1, 2], meaning: '' };
const IDS: InputSpec = { name: 'ids', type: 'int64', dims: [1, 3], meaning: '' };
const floats = (...values: number[]) => npy('<f4', [1, values.length], Float32Array.from(values));

const read = (specs: readonly InputSpec[], path = folder): TensorMap[] =>
  samplesOf(
    openGiven(
      path,
      specs.map(({ name }) => name),
    ),
    specs,
    'unit',
  );
const values = (feeds: readonly TensorMap[], name = 'x') =>
  feeds.map((each) => [...(each[name]?.data ?? [])]);

describe('inputs of a person’s own', () => {
  it('are .npy files in the order of their names, each a sample of the one input', () => {
    writeFileSync(at('b.npy'), floats(3, 4));
    writeFileSync(at('a.npy'), floats(1, 2));
    writeFileSync(at('notes.txt'), 'passed over');
    writeFileSync(at('.hidden.npy'), 'passed over');
    mkdirSync(at('folder.npy'));
    expect(values(read([X]))).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(values(read([X], at('b.npy')))).toEqual([[3, 4]]);
  });

  it.each([
    ['one more dimension in front', [3, 1, 2]],
    ['N in place of the first dimension of 1', [3, 2]],
  ])('may be several in one array, with %s', (_what, dims) => {
    writeFileSync(at('x.npy'), npy('<f4', dims, Float32Array.of(1, 2, 3, 4, 5, 6)));
    expect(values(read([X]))).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });

  it('are arrays of an .npz file by the names of inputs; one of a single sample serves all', () => {
    const arrays = {
      'x.npy': npy('<f4', [2, 2], Float32Array.of(1, 2, 3, 4)),
      'ids.npy': npy('<i8', [1, 3], BigInt64Array.of(7n, 8n, 9n)),
      'labels.npy': npy('<i8', [2], BigInt64Array.of(0n, 1n)),
    };
    writeFileSync(at('all.npz'), zipSync(arrays));
    const feeds = read([X, IDS]);
    expect(values(feeds)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(values(feeds, 'ids')).toEqual([
      [7n, 8n, 9n],
      [7n, 8n, 9n],
    ]);
    expect(feeds[1]?.['ids']).toMatchObject({ type: 'int64', dims: [1, 3] });
  });

  it('are .npy files named after several inputs, whose names may hold what file names must not', () => {
    writeFileSync(at('x.npy'), floats(1, 2));
    writeFileSync(at('model_ids_0.npy'), npy('<i8', [1, 3], BigInt64Array.of(1n, 2n, 3n)));
    const feeds = read([X, { ...IDS, name: 'model/ids:0' }]);
    expect(values(feeds, 'model/ids:0')).toEqual([[1n, 2n, 3n]]);
  });

  it('are converted where no value changes', () => {
    writeFileSync(
      at('a.npz'),
      zipSync({
        'x.npy': npy('<f8', [1, 2], Float64Array.of(0.5, 2)),
        'ids.npy': npy('<i4', [1, 3], Int32Array.of(1, -2, 3)),
      }),
    );
    const [feeds] = read([X, IDS]);
    expect(feeds?.['x']?.data).toEqual(Float32Array.of(0.5, 2));
    expect(feeds?.['ids']?.data).toEqual(BigInt64Array.of(1n, -2n, 3n));
  });

  it('are pictures at the size of the input', () => {
    writeFileSync(at('a.png'), PNG.sync.write(new PNG({ width: 9, height: 5 })));
    const [feeds] = read([{ ...X, dims: [1, 3, 4, 4] }]);
    expect(feeds?.['x']).toEqual({ type: 'float32', dims: [1, 3, 4, 4], data: new Float32Array(48) });
  });

  it('are not read without end', () => {
    const many = npy('<f4', [MAX_SAMPLES + 40, 2], new Float32Array(2 * (MAX_SAMPLES + 40)));
    writeFileSync(at('x.npy'), many);
    expect(read([X])).toHaveLength(MAX_SAMPLES);
  });
});

describe('inputs that do not fit', () => {
  const refuse = (specs: readonly InputSpec[], file: string, message: string, path = folder) =>
    expect(() => read(specs, path)).toThrow(
      expect.objectContaining({
        code: 'input-invalid',
        message: expect.stringMatching(`^(cannot read )?${at(file)} ?.*${message}`),
      }),
    );

  it('are named: nothing, an empty folder, another kind of file', () => {
    refuse([X], 'none', 'ENOENT', at('none'));
    refuse([X], '', 'holds no inputs');
    writeFileSync(at('a.csv'), '1,2');
    refuse([X], '', 'holds no inputs');
    refuse([X], 'a.csv', 'is no folder, and no .npz', at('a.csv'));
  });

  it('are named: two kinds at once', () => {
    writeFileSync(at('a.npy'), floats(1, 2));
    writeFileSync(at('a.png'), 'picture');
    refuse([X], '', 'npy and picture files; give one kind');
  });

  it.each([
    ['another shape', floats(1, 2, 3), String.raw`holds \[1, 3\] for the input "x", which takes \[1, 2\]`],
    ['no samples', npy('<f4', [0, 2], new Float32Array()), String.raw`holds \[0, 2\]`],
    [
      'another type',
      npy('<i8', [1, 2], BigInt64Array.of(1n, 2n)),
      'holds int64 for the input "x", which takes float32',
    ],
    ['bytes for floats', npy('|u1', [1, 2], Uint8Array.of(1, 2)), 'holds uint8 for the input "x"'],
    ['half a file', floats(1, 2).subarray(0, 30), 'is cut off'],
  ])('are named: %s', (_what, bytes, message) => {
    writeFileSync(at('good.npy'), floats(1, 2));
    writeFileSync(at('k.npy'), bytes);
    refuse([X], 'k.npy', message);
  });

  it('are named: int64 that int32 cannot hold', () => {
    writeFileSync(at('k.npy'), npy('<i8', [1, 3], BigInt64Array.of(2n ** 31n, 0n, 0n)));
    refuse([{ ...IDS, type: 'int32' }], 'k.npy', 'holds int64');
  });

  it('are named: an input without an array, and arrays of different lengths', () => {
    writeFileSync(at('k.npz'), zipSync({ 'x.npy': floats(1, 2), 'y.npy': floats(1, 2) }));
    refuse([X, IDS], 'k.npz', String.raw`has no array for the input "ids" \(it has x, y\)`);
    writeFileSync(
      at('k.npz'),
      zipSync({
        'x.npy': npy('<f4', [3, 2], new Float32Array(6)),
        'ids.npy': npy('<i8', [2, 3], new BigInt64Array(6)),
      }),
    );
    refuse([X, IDS], 'k.npz', 'holds 2 samples of "ids" and 3 of another input');
  });

  it('are named: pictures for several inputs', () => {
    writeFileSync(at('a.png'), 'whatever');
    expect(() => read([X, IDS])).toThrow(
      expect.objectContaining({ message: expect.stringContaining('pictures can be the only input') }),
    );
  });
});

describe('samples', () => {
  const samples = (count: number): TensorMap[] =>
    Array.from({ length: count }, (_, i) => ({
      x: { type: 'float32', dims: [1], data: Float32Array.of(i) },
    }));

  it.each([
    [2, 1, 1],
    [5, 3, 2],
    [64, 32, 32],
    [160, 32, 128],
  ])(
    'of %i are split into %i that are compared and %i that calibrate, none in both',
    (count, compared, calibrating) => {
      const sets = splitSamples(samples(count));
      expect([sets.compared.length, sets.calibrating.length]).toEqual([compared, calibrating]);
      expect(new Set([...sets.compared, ...sets.calibrating]).size).toBe(count);
    },
  );

  it('that are alone do both', () => {
    const sets = splitSamples(samples(1));
    expect([sets.compared.length, sets.calibrating.length]).toEqual([1, 1]);
  });
});

describe('made inputs', () => {
  const make = (of: Values, spec: InputSpec, seed = 1, count = 1) =>
    seededFeeds([{ spec, values: of }], count, seed);

  it('are the same from the same seed, and others from another or the next', () => {
    const [a, b] = make({ kind: 'normal' }, X, 1, 2);
    expect(make({ kind: 'normal' }, X)).toEqual([a]);
    expect(b).not.toEqual(a);
    expect(make({ kind: 'normal' }, X, 2)).not.toEqual([a]);
  });

  it('are roughly standard normal', () => {
    const data = [...(make({ kind: 'normal' }, { ...X, dims: [100_000] })[0]?.['x']?.data ?? [])].map(Number);
    const mean = data.reduce((sum, each) => sum + each, 0) / data.length;
    const variance = data.reduce((sum, each) => sum + (each - mean) ** 2, 0) / data.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    // A normal distribution has 68.3 % within one deviation, a sum of four uniform numbers 67.2 %.
    expect(data.filter((each) => Math.abs(each) < 1).length / data.length).toBeCloseTo(0.672, 1);
  });

  it('are half floats of the same values', () => {
    const spec = { ...X, dims: [2000] };
    const [exact] = make({ kind: 'normal' }, spec);
    const [half] = make({ kind: 'normal' }, { ...spec, type: 'float16' });
    const widened = [...(half?.['x']?.data ?? [])].map((bits) => fromHalf(Number(bits)));
    for (const [i, value] of [...(exact?.['x']?.data ?? [])].entries()) {
      // Half a step of 10 bits of mantissa.
      expect(Math.abs((widened[i] ?? NaN) - Number(value))).toBeLessThanOrEqual(
        Math.max(Math.abs(Number(value)) * 2 ** -11, 2 ** -25),
      );
    }
  });

  it('stay below their limit, are constant, or count', () => {
    const ids = make({ kind: 'whole', below: 3 }, { ...IDS, dims: [1, 1000] })[0]?.['ids'];
    expect(new Set(ids?.data as BigInt64Array)).toEqual(new Set([0n, 1n, 2n]));
    expect(make({ kind: 'constant', value: 1 }, IDS)[0]?.['ids']?.data).toEqual(BigInt64Array.of(1n, 1n, 1n));
    expect(make({ kind: 'positions' }, { ...IDS, dims: [2, 3] })[0]?.['ids']?.data).toEqual(
      BigInt64Array.of(0n, 1n, 2n, 0n, 1n, 2n),
    );
  });

  it('may be empty, as a cache is at first', () => {
    expect(make({ kind: 'normal' }, { ...X, dims: [1, 4, 0, 8] })[0]?.['x']?.data).toEqual(
      new Float32Array(),
    );
  });
});

function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  return exponent === 0 ? sign * mantissa * 2 ** -24 : sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

it('the hash of feeds tells apart values, shapes, types and names, and not the order of inputs', () => {
  const x = { type: 'float32', dims: [2], data: Float32Array.of(1, 2) } as const;
  const y = { type: 'int32', dims: [2], data: Int32Array.of(1, 2) } as const;
  expect(feedsHash([{ x, y }])).toBe(feedsHash([{ y, x }]));
  const others: TensorMap[][] = [
    [
      { x, y },
      { x, y },
    ],
    [{ x: y, y: x }],
    [{ x: { ...x, dims: [1, 2] }, y }],
    [{ x: { ...x, data: Float32Array.of(2, 1) }, y }],
    [{ x }, { y }],
  ];
  expect(new Set([[{ x, y }], ...others].map(feedsHash)).size).toBe(6);
});
