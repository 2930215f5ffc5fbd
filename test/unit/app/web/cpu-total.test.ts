import { describe, expect, it } from 'vitest';
import { CpuTotal } from '#app/web/cpu-total.ts';

const used = (seconds: Record<number, number>) =>
  new Map(Object.entries(seconds).map(([pid, value]) => [Number(pid), value]));

describe('CpuTotal', () => {
  it('counts from the first look on, over all processes', () => {
    const total = new CpuTotal();
    expect(total.add(used({ 1: 10, 2: 500 }))).toBe(0);
    expect(total.add(used({ 1: 11, 2: 502 }))).toBe(3);
  });

  it('keeps what a process used that is gone, and counts the one in its place from its beginning', () => {
    const total = new CpuTotal();
    total.add(used({ 1: 10, 2: 500 }));
    total.add(used({ 1: 11, 2: 504 }));
    expect(total.add(used({ 1: 12 }))).toBe(6);
    expect(total.add(used({ 1: 12, 3: 0.5 }))).toBe(6.5);
  });
});
