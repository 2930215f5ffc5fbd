import { describe, expect, it } from 'vitest';
import { nearest } from '#core/nearest.ts';

describe('nearest', () => {
  it.each([
    ['--quik', '--quick'],
    ['--QUICK', '--quick'],
    ['--jsno', '--json'],
    ['--seeds', '--seed'],
  ])('takes %s for %s', (typed, meant) => {
    expect(nearest(typed, ['--json', '--quick', '--seed'])).toBe(meant);
  });

  it('suggests nothing for what is like nothing', () => {
    expect(nearest('xyzzyxyzzy', ['--json', '--quick'])).toBeNull();
    expect(nearest('a', [])).toBeNull();
  });
});
