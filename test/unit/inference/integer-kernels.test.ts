import { describe, expect, it } from 'vitest';
import { flagsOf, integerOptions } from '#inference/worker/integer-kernels.ts';

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
