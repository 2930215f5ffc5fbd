import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BenchListener } from '#app/bench.ts';
import { ModelJobs } from '#app/model-jobs.ts';
import { VariantMaking } from '#app/variant-making.ts';
import { Fault } from '#core/errors.ts';
import type { VariantRequest, VariantState } from '#ipc/calls/variants.ts';
import { VARIANT_GUARDS } from '#ipc/guards/variants.ts';
import { sampleVariants } from '#test/support/sample-toolkit.ts';

const EVERYTHING: VariantRequest = { models: null, precisions: null };
const table = sampleVariants();
const step = { model: 'silero-vad', precision: 'int4', number: 3, of: 8 } as const;

function setUp(isMeasuring = () => false) {
  const benches: { listener: BenchListener; cancel: () => void; kill: () => void }[] = [];
  const emitted: VariantState[] = [];
  const jobs = new ModelJobs(isMeasuring);
  const making = new VariantMaking({
    startBench: (_request, listener) => {
      const bench = { listener, cancel: vi.fn(), pause: vi.fn(), resume: vi.fn(), kill: vi.fn() };
      benches.push(bench);
      return bench;
    },
    emit: (state) => emitted.push(state),
    jobs,
  });
  /** With a row that is done and a pair under way. */
  const begin = () => {
    making.start(EVERYTHING);
    benches.at(-1)!.listener.onMessage({ kind: 'variants-table', table });
    benches.at(-1)!.listener.onMessage({ kind: 'variants-step', step });
    return benches.at(-1)!;
  };
  return { making, jobs, benches, emitted, begin };
}

describe('VariantMaking', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('tells the pair under way and the rows as they come, and ends its process when all are done', () => {
    const { making, emitted, begin } = setUp();
    const bench = begin();
    const working = { phase: 'working', step: null, table: null, fault: null };
    expect(emitted).toEqual([working, { ...working, table }, { ...working, table, step }]);
    bench.listener.onMessage({ kind: 'variants-made' });
    expect(bench.kill).toHaveBeenCalledOnce();
    expect(making.state).toEqual({ phase: 'finished', step: null, table, fault: null });
    expect(emitted.at(-1)).toEqual(making.state);
    // The process that was ended reports its end, which is no news.
    bench.listener.onExit('killed');
    expect(making.state?.phase).toBe('finished');
  });

  it('keeps the rows when its process dies, and names the pair that it died over', () => {
    const { making, jobs, begin } = setUp();
    begin().listener.onExit('killed by SIGKILL');
    expect(making.state).toMatchObject({ phase: 'failed', step: null, table });
    expect(making.state?.fault).toMatchObject({
      code: 'worker-died',
      message: 'The process that makes variants ended over silero-vad at int4 (killed by SIGKILL).',
    });
    expect(() => jobs.refuseRun()).not.toThrow();
  });

  it('stops when it is asked to, once, and keeps the rows', () => {
    const { making, begin } = setUp();
    const bench = begin();
    making.cancel();
    making.cancel();
    expect(bench.cancel).toHaveBeenCalledOnce();
    expect(making.state).toMatchObject({ phase: 'stopping', step });
    bench.listener.onMessage({ kind: 'failed', fault: new Fault('interrupted', 'Stopped.').toWire() });
    expect(making.state).toEqual({ phase: 'stopped', step: null, table, fault: null });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends a process that does not hear it', () => {
    const { making, begin } = setUp();
    const bench = begin();
    making.cancel();
    vi.advanceTimersByTime(4999);
    expect(bench.kill).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(bench.kill).toHaveBeenCalledOnce();
    expect(making.state).toEqual({ phase: 'stopped', step: null, table, fault: null });
  });

  it('passes on why nothing could be made', () => {
    const { making, benches } = setUp();
    making.start(EVERYTHING);
    const fault = new Fault('unknown-model', 'there is no model "x"').toWire();
    benches[0]!.listener.onMessage({ kind: 'failed', fault });
    expect(making.state).toEqual({ phase: 'failed', step: null, table: null, fault });
  });

  it('forgets the former rows when it starts anew, and what the former process still says', () => {
    const { making, begin } = setUp();
    const former = begin();
    former.listener.onMessage({ kind: 'variants-made' });
    making.start(EVERYTHING);
    former.listener.onMessage({ kind: 'variants-table', table });
    expect(making.state).toEqual({ phase: 'working', step: null, table: null, fault: null });
  });

  it('starts neither beside a benchmark nor twice, and keeps a benchmark waiting until it ends', () => {
    const measuring = setUp(() => true);
    const inProgress = expect.objectContaining({ code: 'run-in-progress' });
    expect(() => measuring.making.start(EVERYTHING)).toThrow(inProgress);
    expect(measuring.benches).toEqual([]);
    const { making, jobs, benches, begin } = setUp();
    const bench = begin();
    expect(() => making.start(EVERYTHING)).toThrow(inProgress);
    expect(benches).toHaveLength(1);
    expect(() => jobs.refuseRun()).toThrow(inProgress);
    bench.listener.onMessage({ kind: 'variants-made' });
    expect(() => jobs.refuseRun()).not.toThrow();
  });

  it('has no table to export before the first row', () => {
    const { making, benches } = setUp();
    const none = expect.objectContaining({ remedy: expect.stringContaining('first') });
    expect(() => making.table).toThrow(none);
    making.start(EVERYTHING);
    expect(() => making.table).toThrow(none);
    benches[0]!.listener.onMessage({ kind: 'variants-table', table });
    expect(making.table).toEqual(table);
  });
});

describe('the guard of startVariants', () => {
  const accepts = (...payload: unknown[]) => VARIANT_GUARDS.startVariants.safeParse(payload).success;

  it('takes models and precisions, or null for all', () => {
    expect(accepts(EVERYTHING)).toBe(true);
    expect(accepts({ models: ['silero-vad'], precisions: ['int8-dynamic', 'int4'] })).toBe(true);
  });

  it.each([
    ['no models', { models: [], precisions: null }],
    ['a precision that there is none of', { models: null, precisions: ['int9'] }],
    ['a field too many', { ...EVERYTHING, places: '/etc' }],
    ['a field too few', { models: null }],
  ])('refuses %s', (_what, request) => {
    expect(accepts(request)).toBe(false);
  });
});
