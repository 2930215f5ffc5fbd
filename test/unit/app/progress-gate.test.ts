import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProgressGate } from '#app/progress-gate.ts';
import type { RunEvent } from '#core/events.ts';

const progress = (doneRatio: number): RunEvent => ({
  kind: 'progress',
  progress: { doneRatio, timeLeftS: null, phase: 'measuring', round: 1, current: null, window: null },
});
const notice: RunEvent = { kind: 'notice', text: 'something' };

describe('ProgressGate', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('lets the first progress through at once and then the latest once a second', () => {
    const sent: RunEvent[] = [];
    const gate = new ProgressGate((event) => sent.push(event));
    gate.push(progress(0.1));
    gate.push(progress(0.2));
    gate.push(progress(0.3));
    expect(sent).toEqual([progress(0.1)]);
    vi.advanceTimersByTime(999);
    expect(sent).toEqual([progress(0.1)]);
    vi.advanceTimersByTime(1);
    expect(sent).toEqual([progress(0.1), progress(0.3)]);
    gate.push(progress(0.4));
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual([progress(0.1), progress(0.3), progress(0.4)]);
  });

  it('sends at most one progress a second, whatever comes in between', () => {
    const atMs: number[] = [];
    const gate = new ProgressGate((event) => {
      if (event.kind === 'progress') atMs.push(Date.now());
    });
    for (let tick = 0; tick < 500; tick += 1) {
      gate.push(tick % 7 === 0 ? notice : progress(tick / 500));
      vi.advanceTimersByTime(20);
    }
    const gaps = atMs.slice(1).map((time, index) => time - (atMs[index] ?? 0));
    expect(gaps.length).toBeGreaterThan(5);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
  });

  it('passes other events on at once, before progress that waited', () => {
    const sent: RunEvent[] = [];
    const gate = new ProgressGate((event) => sent.push(event));
    gate.push(progress(0.1));
    gate.push(progress(0.2));
    gate.push(notice);
    expect(sent).toEqual([progress(0.1), notice]);
    vi.advanceTimersByTime(5000);
    expect(sent).toEqual([progress(0.1), notice]);
  });

  it('sends nothing after it was closed', () => {
    const sent: RunEvent[] = [];
    const gate = new ProgressGate((event) => sent.push(event));
    gate.push(progress(0.1));
    gate.push(progress(0.2));
    gate.close();
    vi.advanceTimersByTime(5000);
    expect(sent).toEqual([progress(0.1)]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
