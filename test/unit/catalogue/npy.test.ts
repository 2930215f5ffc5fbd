import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readNpy } from '#catalogue/feeds/npy.ts';
import { readNpz } from '#catalogue/feeds/npz.ts';
import { Fault } from '#core/errors.ts';
import { npy, npyHeader } from '#test/support/npy.ts';

const refused = (name: string, message: unknown) =>
  expect.objectContaining({
    code: 'input-invalid',
    message: expect.stringContaining(`${name} ${String(message)}`),
  });

describe('readNpy', () => {
  it.each([1, 2, 3] as const)('reads version %i of the format', (version) => {
    const bytes = npy('<f4', [2, 2], new Float32Array([1, -2, 0.5, 3]), { version });
    expect(readNpy(bytes, 'a.npy')).toEqual({
      type: 'float32',
      dims: [2, 2],
      data: new Float32Array([1, -2, 0.5, 3]),
    });
  });

  it.each([
    ['<i8', 'int64', BigInt64Array.of(-5n, 2n ** 60n)],
    ['<f8', 'float64', Float64Array.of(0.1, 1e300)],
    ['|u1', 'uint8', Uint8Array.of(0, 255)],
    ['|b1', 'bool', Uint8Array.of(0, 1)],
    ['<f2', 'float16', Uint16Array.of(0x3c00, 0xc000)],
    ['=i4', 'int32', Int32Array.of(-1, 7)],
  ] as const)('reads %s as %s', (descr, type, data) => {
    expect(readNpy(npy(descr, [2], data), 'a.npy')).toEqual({ type, dims: [2], data });
  });

  it('reads a scalar and an empty array', () => {
    expect(readNpy(npy('<i4', [], Int32Array.of(3)), 'a')).toMatchObject({
      dims: [],
      data: Int32Array.of(3),
    });
    expect(readNpy(npy('<f4', [0, 3], new Float32Array()), 'a')).toMatchObject({ dims: [0, 3] });
  });

  it('turns column-major order into row-major', () => {
    // [[1, 2, 3], [4, 5, 6]] as Fortran stores it.
    const bytes = npy('<f4', [2, 3], Float32Array.of(1, 4, 2, 5, 3, 6), { fortranOrder: true });
    expect(readNpy(bytes, 'a').data).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
  });

  it.each([
    ['another file', new TextEncoder().encode('PK and more'), 'is not a .npy file'],
    ['nothing', new Uint8Array(), 'is not a .npy file'],
    ['a version of the future', npy('<f4', [1], new Float32Array(1), { version: 4 }), 'is of version 4'],
    ['big-endian numbers', npy('>f4', [1], new Float32Array(1)), 'is big-endian'],
    ['text', npy('<U3', [1], new Uint8Array(12)), 'holds elements of type "<U3"'],
    ['pickled objects', npy('|O', [1], new Uint8Array(8)), 'holds elements of type "|O"'],
    ['complex numbers', npy('<c8', [1], new Uint8Array(8)), 'holds elements of type "<c8"'],
    [
      'too few elements',
      npy('<f4', [3], new Float32Array(2)),
      'holds 8 bytes of elements, its shape needs 12',
    ],
    [
      'too many elements',
      npy('<f4', [1], new Float32Array(2)),
      'holds 8 bytes of elements, its shape needs 4',
    ],
    [
      'an absurd shape',
      npyHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 99999999999), }"),
      'has the shape',
    ],
    [
      'a negative size',
      npyHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }"),
      'has the shape',
    ],
    ['no shape', npyHeader("{'descr': '<f4', 'fortran_order': False}"), 'has a header that cannot be read'],
    [
      'records',
      npyHeader("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }"),
      'holds records',
    ],
    ['half a header', npy('<f4', [1], new Float32Array(1)).subarray(0, 40), 'is cut off in its header'],
    [
      'a huge header',
      Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 255, 255, 255, 255),
      'states a header of 4294967295 bytes',
    ],
  ])('refuses %s by name', (_what, bytes, message) => {
    expect(() => readNpy(bytes, 'x/a.npy')).toThrow(refused('x/a.npy', message));
  });

  it('never does anything but read or refuse, whatever was changed', () => {
    const whole = npy('<f4', [2, 3], new Float32Array(6), { version: 2 });
    fc.assert(
      fc.property(
        fc.nat(whole.length - 1),
        fc.integer({ min: 0, max: 255 }),
        fc.nat(whole.length),
        (at, byte, end) => {
          const changed = whole.slice(0, end);
          if (at < changed.length) changed[at] = byte;
          try {
            const { dims, data } = readNpy(changed, 'a');
            expect(data.length).toBe(dims.reduce((product, dim) => product * dim, 1));
          } catch (error) {
            expect(error).toBeInstanceOf(Fault);
            expect((error as Fault).code).toBe('input-invalid');
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('readNpz', () => {
  const arrays = {
    'x.npy': npy('<f4', [1, 2], Float32Array.of(1, 2)),
    'ids.npy': npy('<i8', [3], BigInt64Array.of(1n, 2n, 3n)),
  };

  it.each([0, 6] as const)('reads the arrays by name at compression level %i', (level) => {
    const read = readNpz(zipSync(arrays, { level }), 'a.npz');
    expect([...read.keys()]).toEqual(['x', 'ids']);
    expect(read.get('ids')).toEqual({ type: 'int64', dims: [3], data: BigInt64Array.of(1n, 2n, 3n) });
  });

  it('unpacks nothing of an archive that states more than the limit', () => {
    const bomb = zipSync({ 'x.npy': npy('<f4', [1 << 20], new Float32Array(1 << 20)) }, { level: 9 });
    expect(bomb.length).toBeLessThan(20_000);
    expect(() => readNpz(bomb, 'a.npz', 1 << 20)).toThrow(refused('a.npz', 'unpacks to more than 1 MiB'));
  });

  it('gives no more room than an archive states, even where it holds more', () => {
    const archive = zipSync({ 'x.npy': npy('<f4', [1000], new Float32Array(1000)) }, { level: 9 });
    // The size that the central directory states: 24 bytes after its signature.
    const directory = archive.findLastIndex(
      (_, at) => archive[at] === 0x50 && archive[at + 1] === 0x4b && archive[at + 2] === 1,
    );
    new DataView(archive.buffer).setUint32(directory + 24, 200, true);
    expect(() => readNpz(archive, 'a.npz')).toThrow(expect.objectContaining({ code: 'input-invalid' }));
  });

  it.each([
    ['no archive', new TextEncoder().encode('not a zip')],
    ['an empty archive', zipSync({})],
    ['half an archive', zipSync(arrays).subarray(0, 100)],
    ['something else than arrays', zipSync({ 'readme.txt': new TextEncoder().encode('hello') })],
  ])('refuses %s by name', (_what, bytes) => {
    expect(() => readNpz(bytes, 'b.npz')).toThrow(
      expect.objectContaining({ code: 'input-invalid', message: expect.stringContaining('b.npz') }),
    );
  });

  it('never does anything but read or refuse, whatever was changed', () => {
    const whole = zipSync(arrays, { level: 6 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
        (changes) => {
          const changed = whole.slice();
          for (const [at, byte] of changes) changed[at] = byte;
          try {
            readNpz(changed, 'a', 1 << 20);
          } catch (error) {
            expect(error).toBeInstanceOf(Fault);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
