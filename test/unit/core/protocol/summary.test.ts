import { describe, expect, it } from 'vitest';
import { QUICK, STANDARD } from '#core/protocol/constants.ts';
import { cpuSecondsPerInference, summariseEnergy, throughputPerS } from '#core/protocol/summary.ts';
import { judge } from '#core/protocol/verdict.ts';
import type { Window } from '#core/record/schema.ts';

const measured = (round: number, change: Partial<Window> = {}): Window => ({
  round,
  kind: 'measure',
  startS: round * 10,
  durationS: 2,
  inferences: 10,
  energyJ: 30,
  uncertaintyJ: null,
  energyByDomain: { package: 30 },
  idlePowerW: 5,
  cpuSeconds: 1.5,
  temperatureC: null,
  flags: [],
  ...change,
});

describe('summariseEnergy', () => {
  it('subtracts the idle energy of the window’s own time', () => {
    const { netJ, grossJ } = summariseEnergy([measured(0), measured(1)], 0.95);
    expect(grossJ).toBeCloseTo(3, 12);
    expect(netJ).toBeCloseTo(2, 12);
  });

  it('does not clamp a net energy below zero', () => {
    expect(
      summariseEnergy([measured(0, { energyJ: 9 }), measured(1, { energyJ: 8 })], 0.95).netJ,
    ).toBeLessThan(0);
  });

  it('takes the last clean window of a round and leaves flagged ones out', () => {
    const windows = [
      measured(0, { energyJ: 100, flags: ['disturbed'] }),
      measured(0),
      measured(1),
      measured(2, { energyJ: 500, flags: ['throttled'] }),
    ];
    const summary = summariseEnergy(windows, 0.95);
    expect(summary.netJ).toBeCloseTo(2, 12);
    expect(summary.fromFlagged).toBe(false);
    expect([...summary.netByRound.keys()]).toEqual([0, 1]);
  });

  it('uses flagged windows only where fewer than two rounds are clean, and says so', () => {
    const windows = [measured(0), measured(1, { energyJ: 40, flags: ['disturbed'] })];
    const summary = summariseEnergy(windows, 0.95);
    expect(summary.fromFlagged).toBe(true);
    expect(summary.netByRound.size).toBe(2);
  });

  it('never makes a number of a window whose energy is unknown', () => {
    const windows = [measured(0, { energyJ: null, flags: ['meter-failed'] })];
    expect(summariseEnergy(windows, 0.95)).toMatchObject({ netJ: null, grossJ: null, interval: null });
  });

  it('gives a gross but no net energy where no idle power is known', () => {
    expect(summariseEnergy([measured(0, { idlePowerW: null })], 0.95)).toMatchObject({
      netJ: null,
      grossJ: 3,
    });
  });
});

describe('rates', () => {
  it('are of all measuring windows together', () => {
    expect(throughputPerS([measured(0), measured(1)])).toBe(5);
    expect(cpuSecondsPerInference([measured(0), measured(1)])).toBeCloseTo(0.15, 12);
  });

  it('are unknown where nothing ran', () => {
    expect(throughputPerS([])).toBeNull();
    expect(cpuSecondsPerInference([measured(0, { kind: 'idle', inferences: 0 })])).toBeNull();
  });
});

describe('judge', () => {
  const verdictOf = (
    windows: Window[],
    tier: 'counter' | 'estimate' | null = 'counter',
    unmetered: string | null = null,
  ) => judge(summariseEnergy(windows, 0.95), windows, tier, STANDARD, unmetered);
  const steady = [measured(0, { energyJ: 30.01 }), measured(1), measured(2, { energyJ: 29.99 })];

  it('trusts a measured row whose interval is narrow', () => {
    expect(verdictOf(steady)).toEqual({ verdict: 'trusted', reasons: [] });
  });

  it('calls a wide interval noisy and tells how wide', () => {
    const { verdict, reasons } = verdictOf([measured(0), measured(1, { energyJ: 33 })]);
    expect(verdict).toBe('noisy');
    expect(reasons.join()).toMatch(/did not converge: ± \d+\.\d % \(wanted ± 2 %\)/);
  });

  it('never calls an estimate trusted', () => {
    expect(verdictOf(steady, 'estimate').verdict).toBe('estimated');
  });

  it('is incomplete without a meter, with the reason why there is none', () => {
    const why = 'no meter covers the GPU: that would be a plug';
    expect(verdictOf([measured(0, { energyJ: null })], null, why)).toEqual({
      verdict: 'incomplete',
      reasons: [why],
    });
    expect(verdictOf([], null).reasons).toEqual(['no window was measured']);
  });

  it('counts the flagged windows in words', () => {
    const { reasons } = verdictOf([...steady, measured(3, { flags: ['throttled'] })]);
    expect(reasons[0]).toBe('in 1 of 4 windows the processor was throttled');
  });
});

describe('the constants', () => {
  it('are numbers only, as the record stores them', () => {
    for (const value of [...Object.values(STANDARD), ...Object.values(QUICK)]) {
      expect(Number.isFinite(value)).toBe(true);
    }
  });
});
