import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BenchListener } from '#app/bench.ts';
import { Runs, type RunEnd } from '#app/runs.ts';
import { Fault } from '#core/errors.ts';
import type { Progress } from '#core/events.ts';
import { DEFAULT_REQUEST } from '#core/run-request.ts';
import type { RunRecord } from '#core/record/schema.ts';
import { sampleRecord } from '#test/support/sample-record.ts';

function setUp() {
  const benches: {
    listener: BenchListener;
    cancel: () => void;
    pause: () => void;
    resume: () => void;
    kill: () => void;
  }[] = [];
  const emitted: { event: string; payload: unknown }[] = [];
  const awake = { count: 0 };
  const ended: RunEnd[] = [];
  const disk = { saved: [] as RunRecord[], isFull: false };
  const runs = new Runs({
    historyDir: '/data/history',
    saveRecord: (saved) => {
      if (disk.isFull) return Promise.resolve(new Fault('file-unwritable', 'still full').toWire());
      disk.saved.push(saved);
      return Promise.resolve(null);
    },
    startBench: (_request, listener) => {
      const bench = { listener, cancel: vi.fn(), pause: vi.fn(), resume: vi.fn(), kill: vi.fn() };
      benches.push(bench);
      return bench;
    },
    emit: (event, payload) => emitted.push({ event, payload }),
    onEnded: (end) => ended.push(end),
    keepAwake: () => {
      awake.count += 1;
      return () => {
        awake.count -= 1;
      };
    },
  });
  const bench = () => benches.at(-1)!;
  return { runs, bench, emitted, awake, ended, disk };
}

const record: RunRecord = sampleRecord();
const calm = { progress: null, pauseAsked: false, saveFault: null };
const progress: Progress = {
  doneRatio: 0.5,
  timeLeftS: 10,
  phase: 'paused',
  round: 1,
  current: null,
  window: null,
};

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
    expect(runs.state).toEqual({ ...calm, runId, running: true, record, fault: null });
    bench().listener.onMessage({ kind: 'done', record });
    expect(bench().kill).toHaveBeenCalledOnce();
    expect(runs.state).toEqual({ ...calm, runId, running: false, record, fault: null });
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
    expect(runs.state).toEqual({ ...calm, runId, running: false, record, fault });
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

  it('passes on once that it should wait or go on, and keeps both for a page that is loaded anew', () => {
    const { runs, bench } = setUp();
    const { runId } = runs.start(DEFAULT_REQUEST);
    runs.setPaused('00000000deadbeef', true);
    runs.setPaused(runId, true);
    runs.setPaused(runId, true);
    bench().listener.onMessage({ kind: 'event', event: { kind: 'progress', progress } });
    expect(bench().pause).toHaveBeenCalledOnce();
    expect(runs.state).toMatchObject({ pauseAsked: true, progress });
    runs.setPaused(runId, false);
    expect(bench().resume).toHaveBeenCalledOnce();
    expect(runs.state).toMatchObject({ pauseAsked: false });
    bench().listener.onMessage({ kind: 'done', record });
    runs.setPaused(runId, true);
    expect(runs.state).toMatchObject(calm);
  });

  it('tells once how a run ended', () => {
    const { runs, bench, ended } = setUp();
    runs.start(DEFAULT_REQUEST);
    bench().listener.onMessage({ kind: 'done', record });
    bench().listener.onExit('killed');
    expect(ended).toEqual([{ record, fault: null }]);
    runs.start(DEFAULT_REQUEST);
    bench().listener.onExit('killed by SIGKILL');
    expect(ended[1]).toMatchObject({ record: null, fault: { code: 'worker-died' } });
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

describe('a run that could not be saved', () => {
  const fault = new Fault('file-unwritable', 'no space is left').toWire();
  /** Ended, with a record that no disk took. */
  function unsavedRun() {
    const parts = setUp();
    const { runId } = parts.runs.start(DEFAULT_REQUEST);
    parts.bench().listener.onMessage({ kind: 'event', event: { kind: 'saving', fault } });
    parts.bench().listener.onMessage({ kind: 'done', record });
    return { ...parts, runId };
  }

  it('is kept for whoever asks for it by its id, and gives no place to another one', () => {
    const { runs } = unsavedRun();
    expect(runs.state).toMatchObject({ running: false, saveFault: fault });
    expect(runs.unsaved(record.id)).toBe(record);
    expect(runs.unsaved('ffffffffffffffff')).toBeNull();
    expect(() => runs.start(DEFAULT_REQUEST)).toThrow(
      expect.objectContaining({ message: expect.stringContaining('not saved') }),
    );
    expect(runs.unsaved(record.id)).toBe(record);
  });

  it('is saved when it is tried again, and tells so', async () => {
    const { runs, runId, disk, emitted } = unsavedRun();
    disk.isFull = true;
    await runs.saveAgain(runId);
    expect(runs.state?.saveFault).toMatchObject({ message: 'still full' });
    disk.isFull = false;
    await runs.saveAgain('another');
    expect(disk.saved).toEqual([]);
    await runs.saveAgain(runId);
    expect(disk.saved).toEqual([record]);
    expect(runs.unsaved(record.id)).toBeNull();
    const told = { runId, event: { kind: 'saving', fault: null } };
    expect(emitted.at(-1)).toEqual({ event: 'run', payload: told });
    expect(() => runs.start(DEFAULT_REQUEST)).not.toThrow();
  });

  it('is forgotten when that is asked for, and not before', () => {
    const { runs, runId } = unsavedRun();
    runs.forget('another');
    expect(runs.unsaved(record.id)).toBe(record);
    runs.forget(runId);
    expect(runs.state).toBeNull();
    expect(() => runs.start(DEFAULT_REQUEST)).not.toThrow();
  });

  it('says nothing of a run that was forgotten while it was saved', async () => {
    const { runs, runId, disk, emitted } = unsavedRun();
    disk.isFull = true;
    const again = runs.saveAgain(runId);
    runs.forget(runId);
    const { runId: next } = runs.start(DEFAULT_REQUEST);
    const told = emitted.length;
    await again;
    expect(runs.state).toMatchObject({ runId: next, saveFault: null });
    expect(emitted).toHaveLength(told);
  });

  it('is not said to be kept where the measuring process died', () => {
    const { runs, bench } = setUp();
    runs.start(DEFAULT_REQUEST);
    bench().listener.onMessage({ kind: 'event', event: { kind: 'saving', fault } });
    bench().listener.onMessage({ kind: 'event', event: { kind: 'round-finished', record } });
    bench().listener.onExit('killed by SIGKILL');
    expect(runs.state?.fault?.remedy).toContain('could not be saved');
    expect(runs.unsaved(record.id)).toBe(record);
  });
});
