import { describe, expect, it } from 'vitest';
import { parseTrace } from '#web/console-trace.ts';

describe('parseTrace', () => {
  it('joins the lines of the profiler', () => {
    const lines = ['[', '{"name" :"a_kernel_time","dur" :3},', '{"name" :"b_kernel_time","dur" :4}', ']'];
    expect(parseTrace(lines)).toEqual([
      { name: 'a_kernel_time', dur: 3 },
      { name: 'b_kernel_time', dur: 4 },
    ]);
  });

  it('throws where there is none', () => {
    expect(() => parseTrace([])).toThrow(/no readable profile/);
    expect(() => parseTrace(['something else'])).toThrow(/no readable profile/);
  });
});
