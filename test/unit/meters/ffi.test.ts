import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import { declare, loadFfi, openLibrary } from '#meters/ffi.ts';

/** The C library of the system that these tests run on. */
const C_LIBRARY: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'libc.so.6',
  darwin: '/usr/lib/libSystem.B.dylib',
  win32: 'msvcrt.dll',
};
const name = C_LIBRARY[process.platform] ?? 'libc.so';

describe('FFI', () => {
  it('calls a function of the first library that is there', async () => {
    const library = openLibrary(await loadFfi(), ['joulemark-no-such-library', name]);
    expect(declare<(value: number) => number>(library, 'int abs(int value)')(-3)).toBe(3);
  });

  it('names the libraries and functions that are missing', async () => {
    const ffi = await loadFfi();
    expect(() => openLibrary(ffi, ['joulemark-a', 'joulemark-b'])).toThrow(
      expect.objectContaining({
        code: 'meter-missing',
        message: expect.stringContaining('joulemark-a or joulemark-b') as string,
      }) as Error,
    );
    expect(() => declare(openLibrary(ffi, [name]), 'int joulemark_no_such_function(int value)')).toThrow(
      Fault,
    );
  });
});
