import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BenchListener } from '#app/bench.ts';
import { Runs } from '#app/runs.ts';
import { DEFAULT_REQUEST } from '#core/run-request.ts';
import type { RunRecord } from '#core/record/schema.ts';
import { sampleRecord } from '#test/support/sample-record.ts';

function setUp() {
  const benches: { listener: BenchListener; cancel: () => void; kill: () => void }[] = [];
  const emitted: { event: string; payload: unknown }[] = [];
  const awake = { count: 0 };
  const runs = new Runs({
    historyDir: '/data/history',
    startBench: (_request, listener) => {
      const bench = { listener, cancel: vi.fn(), kill: vi.fn() };
      benches.push(bench);
      return bench;
    },
    emit: (event, payload) => emitted.push({ event, payload }),
    keepAwake: () => {
      awake.count += 1;
      return () => {
        awake.count -= 1;
      };
    },
  });
  const bench = () => benches.at(-1)!;
  return { runs, bench, emitted, awake };
}

const record: RunRecord = sampleRecord();

describe('Runs', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('keeps the system awake from the start of a run to its end', () => {
    const { runs, bench, awake } = setUp();
    runs.start(DEFAULT_REQUEST);
    expect(awake.count).toBe(1);
    bench().listener.onMessage({ kind: 'done', record });
    expect(awake.count).toBe(0);
  });

  it('refuses a second run while one is on, and takes it afterwards', () => {
    const { runs, bench } = setUp();
    runs.start(DEFAULT_REQUEST);
    expect(() => runs.start(DEFAULT_REQUEST)).toThrow(expect.objectContaining({ code: 'run-in-progress' }));
    bench().listener.onMessage({ kind: 'done', record });
    expect(() => runs.start(DEFAULT_REQUEST)).not.toThrow();
  });

  it('ends the measuring process when it is done, and only then says that the run is finished', () => {
    const { runs, bench, emitted } = setUp();
    const { runId } = runs.start(DEFAULT_REQUEST);
    bench().listener.onMessage({ kind: 'event', event: { kind: 'round-finished', record } });
    expect(runs.state).toEqual({ runId, running: true, record, fault: null });
    bench().listener.onMessage({ kind: 'done', record });
    expect(bench().kill).toHaveBeenCalledOnce();
    expect(runs.state).toEqual({ runId, running: false, record, fault: null });
    expect(emitted.at(-1)).toEqual({ event: 'run', payload: { runId, event: { kind: 'finished', record } } });
    // The process that was ended reports its end, which is no news.
    bench().listener.onExit('killed');
    expect(emitted.filter(({ event }) => event === 'runFailed')).toEqual([]);
  });

  it('says why when the measuring process dies, and where the finished rounds are', () => {
    const { runs, bench, emitted } = setUp();
    const { runId } = runs.start(DEFAULT_REQUEST);
    bench().listener.onMessage({ kind: 'event', event: { kind: 'round-finished', record } });
    bench().listener.onExit('killed by SIGKILL');
    const fault = expect.objectContaining({
      code: 'worker-died',
      message: expect.stringContaining('killed by SIGKILL'),
      remedy: expect.stringContaining('/data/history'),
    });
    expect(emitted.at(-1)).toEqual({ event: 'runFailed', payload: { runId, fault } });
    expect(runs.state).toEqual({ runId, running: false, record, fault });
  });

  it('does not claim to have kept rounds when none was finished', () => {
    const { runs, bench } = setUp();
    runs.start(DEFAULT_REQUEST);
    bench().listener.onExit('crashed with SIGSEGV');
    expect(runs.state?.fault?.remedy).toContain('nothing to keep');
  });

  it('passes on why nothing could be run', () => {
    const { runs, bench, emitted } = setUp();
    runs.start(DEFAULT_REQUEST);
    const fault = { code: 'nothing-to-run' as const, message: 'm', remedy: 'r' };
    bench().listener.onMessage({ kind: 'failed', fault });
    expect(emitted.at(-1)).toMatchObject({ event: 'runFailed', payload: { fault } });
    expect(runs.running).toBe(false);
  });

  it('asks the measuring process to stop, once, and ends it when it does not', () => {
    const { runs, bench } = setUp();
    const { runId } = runs.start(DEFAULT_REQUEST);
    runs.cancel(runId);
    runs.cancel(runId);
    expect(bench().cancel).toHaveBeenCalledOnce();
    expect(bench().kill).not.toHaveBeenCalled();
    vi.advanceTimersByTime(15_000);
    expect(bench().kill).toHaveBeenCalledOnce();
    expect(runs.state).toMatchObject({ running: false, fault: { code: 'interrupted' } });
  });

  it('cancels the run it was told to and no other', () => {
    const { runs, bench } = setUp();
    runs.start(DEFAULT_REQUEST);
    runs.cancel('00000000deadbeef');
    expect(bench().cancel).not.toHaveBeenCalled();
  });

  it('waits on leaving until the run has written what it has', async () => {
    const { runs, bench } = setUp();
    runs.start(DEFAULT_REQUEST);
    const left = vi.fn();
    const leaving = runs.stop(5000).then(left);
    await vi.advanceTimersByTimeAsync(4000);
    expect(left).not.toHaveBeenCalled();
    bench().listener.onMessage({ kind: 'done', record });
    await leaving;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves at the limit all the same', async () => {
    const { runs, bench } = setUp();
    runs.start(DEFAULT_REQUEST);
    const leaving = runs.stop(5000);
    await vi.advanceTimersByTimeAsync(5000);
    await leaving;
    expect(bench().kill).toHaveBeenCalledOnce();
    expect(runs.running).toBe(false);
  });
});
