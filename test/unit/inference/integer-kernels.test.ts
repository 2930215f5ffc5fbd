import { describe, expect, it } from 'vitest';
import {
  flagsOf,
  integerOptions,
  weightFormFor,
  withIntegerOptions,
} from '#inference/worker/integer-kernels.ts';

const EXACT = { extra: { session: { x64quantprecision: '1' } } };

describe('the integer kernels', () => {
  it('are the fast ones where the processor has VNNI', () => {
    expect(integerOptions('x64', flagsOf('model name\t: x\nflags\t\t: sse2 avx2 avx512_vnni\n'))).toEqual({});
    expect(integerOptions('x64', flagsOf('flags : avx_vnni'))).toEqual({});
  });

  it('are the exact ones where it has not, or where nobody tells', () => {
    expect(integerOptions('x64', flagsOf('flags : sse2 avx2'))).toEqual(EXACT);
    expect(integerOptions('x64', flagsOf('Features : neon'))).toEqual(EXACT);
    expect(integerOptions('x64', null)).toEqual(EXACT);
  });

  it('are left alone on other processors', () => {
    expect(integerOptions('arm64', null)).toEqual({});
  });
});

describe('weightFormFor', () => {
  it('is int8 where products of uint8 and int8 are exact, and uint8 where they are not known to be', () => {
    expect(weightFormFor('x64', new Set(['avx512_vnni']))).toBe('int8');
    expect(weightFormFor('x64', new Set(['avx_vnni']))).toBe('int8');
    expect(weightFormFor('x64', new Set(['avx2', 'avx512f']))).toBe('uint8');
    expect(weightFormFor('x64', null)).toBe('uint8');
    expect(weightFormFor('arm64', null)).toBe('int8');
  });
});

describe('withIntegerOptions', () => {
  const SHARED = new Error('graph.cc:4084 AddInitializedOrtValue Attempt to replace the existing tensor');
  const refuse = (error: Error, asked: unknown[]) => (options: object) => {
    asked.push(options);
    return 'extra' in options ? Promise.reject(error) : Promise.resolve('session');
  };

  it('goes without them where ONNX Runtime fails on weights that two nodes share', async () => {
    const asked: unknown[] = [];
    expect(await withIntegerOptions(EXACT, refuse(SHARED, asked))).toBe('session');
    expect(asked).toEqual([EXACT, {}]);
  });

  it('passes every other failure on, after one attempt', async () => {
    const asked: unknown[] = [];
    await expect(withIntegerOptions(EXACT, refuse(new Error('no memory'), asked))).rejects.toThrow(
      'no memory',
    );
    expect(asked).toEqual([EXACT]);
    const fails = () => Promise.reject(SHARED);
    await expect(withIntegerOptions({}, fails)).rejects.toBe(SHARED);
  });
});
