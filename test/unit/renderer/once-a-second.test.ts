import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OnceASecond } from '#renderer/state/once-a-second.ts';

describe('OnceASecond', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('makes the first change at once, and then the latest when a second has passed', () => {
    const made: number[] = [];
    const gate = new OnceASecond();
    for (const change of [1, 2, 3]) gate.push(() => made.push(change));
    expect(made).toEqual([1]);
    vi.advanceTimersByTime(1000);
    expect(made).toEqual([1, 3]);
    vi.advanceTimersByTime(5000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('makes what waits when it is told to, and forgets it when it is told to', () => {
    const made: number[] = [];
    const gate = new OnceASecond();
    for (const change of [1, 2]) gate.push(() => made.push(change));
    gate.flush();
    expect(made).toEqual([1, 2]);
    gate.push(() => made.push(3));
    gate.clear();
    vi.advanceTimersByTime(5000);
    expect(made).toEqual([1, 2]);
  });
});
