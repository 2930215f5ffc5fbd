import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Pace, Workload, WorkTrace } from '#core/ports.ts';
import { SILERO_VAD } from '#models/silero-vad.ts';
import { NEVER, realWorkload } from '#test/support/real-workload.ts';

const BACK_TO_BACK: Pace = { kind: 'back-to-back' };
const nowS = (): number => Number(process.hrtime.bigint()) / 1e9;

const passes = (durationS: number): Promise<void> => {
  const endS = nowS() + durationS;
  return vi.waitFor(() => expect(nowS()).toBeGreaterThan(endS), { timeout: 20_000, interval: 5 });
};

// The fastest model of the suite, about 0.1 ms: the one that could starve the worker's messages.
describe('a running worker', () => {
  let workload: Workload;
  beforeAll(async () => {
    workload = await realWorkload(SILERO_VAD);
    await workload.prepare(NEVER);
  });
  afterAll(() => workload.close());

  async function runFor(pace: Pace, durationS: number): Promise<WorkTrace> {
    await workload.start(pace);
    await passes(durationS);
    return workload.stop();
  }

  it('tells each inference on the clock that its parent reads', async () => {
    const beforeS = nowS();
    await workload.start(BACK_TO_BACK);
    const startedS = nowS();
    await passes(0.3);
    const { startsS, endsS } = await workload.stop();
    const afterS = nowS();
    expect(startsS.length).toBe(endsS.length);
    expect(startsS.length).toBeGreaterThan(100);
    expect(startsS[0]).toBeGreaterThan(beforeS);
    expect(endsS[0]).toBeLessThan(startedS);
    expect(endsS.at(-1)).toBeLessThan(afterS);
    expect(endsS.every((end, i) => end > startsS[i]! && end <= (startsS[i + 1] ?? Infinity))).toBe(true);
  });

  it('tells its processor time at the start, at the end and at most every 50 ms between', async () => {
    const { startsS, endsS, cpuAtS, cpuSeconds } = await runFor(BACK_TO_BACK, 0.6);
    expect(cpuAtS.length).toBe(cpuSeconds.length);
    expect(cpuAtS.length).toBeGreaterThan(5);
    expect(cpuAtS[0]).toBeLessThanOrEqual(startsS[0]!);
    expect(cpuAtS.at(-1)).toBeGreaterThanOrEqual(endsS.at(-1)!);
    for (let i = 1; i < cpuAtS.length - 1; i += 1)
      expect(cpuAtS[i]! - cpuAtS[i - 1]!).toBeGreaterThan(0.0499);
    expect(cpuSeconds.every((value, i) => value >= (cpuSeconds[i - 1] ?? 0))).toBe(true);
    expect(cpuSeconds.at(-1)! - cpuSeconds[0]!).toBeGreaterThan(0.05);
  });

  it('hears its parent while it runs the shortest inferences', async () => {
    await workload.start(BACK_TO_BACK);
    const first = await workload.cpuSeconds();
    await passes(0.1);
    const beforeS = nowS();
    const later = await workload.cpuSeconds();
    const tookS = nowS() - beforeS;
    await workload.stop();
    expect(later).toBeGreaterThan(first);
    // Generous for two cores that other tests share; a starved worker would not answer at all.
    expect(tookS).toBeLessThan(2);
  });

  it('runs again after each stop, and each trace is its own', async () => {
    const one = await runFor(BACK_TO_BACK, 0.05);
    const two = await runFor(BACK_TO_BACK, 0.05);
    expect(two.startsS[0]).toBeGreaterThan(one.endsS.at(-1)!);
  });

  it('uses no processor time while it waits', async () => {
    const before = await workload.cpuSeconds();
    await passes(0.5);
    expect((await workload.cpuSeconds()) - before).toBeLessThan(0.05);
  });

  it('keeps a fixed rate from its origin: no start is early, and late ones do not shift later ones', async () => {
    const ratePerS = 50;
    const beforeS = nowS();
    const { startsS } = await runFor({ kind: 'fixed-rate', ratePerS }, 1.2);
    const latenessS = [...startsS].map((start, i) => start - beforeS - i / ratePerS);
    expect(startsS.length).toBeGreaterThan(40);
    expect(Math.min(...latenessS)).toBeGreaterThanOrEqual(0);
    // The least late of ten: a busy machine delays single starts, a drift would delay all of the last.
    const drift = Math.min(...latenessS.slice(-10)) - Math.min(...latenessS.slice(0, 10));
    expect(drift).toBeLessThan(0.02);
  });

  it('stops at once in the pause of a slow rate', async () => {
    await workload.start({ kind: 'fixed-rate', ratePerS: 0.01 });
    const beforeS = nowS();
    const { startsS } = await workload.stop();
    expect(startsS.length).toBe(1);
    expect(nowS() - beforeS).toBeLessThan(5);
  });

  it('refuses to start twice and to stop what does not run', async () => {
    await workload.start(BACK_TO_BACK);
    await expect(workload.start(BACK_TO_BACK)).rejects.toMatchObject({ code: 'internal' });
    await workload.stop();
    await expect(workload.stop()).rejects.toMatchObject({ code: 'internal' });
  });
});
