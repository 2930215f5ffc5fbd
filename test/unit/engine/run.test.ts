import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import { recordSchema, type Row } from '#core/record/schema.ts';
import { openEstimate } from '#meters/estimate.ts';
import { driftingIdle } from '#test/support/simulation/power-supply.ts';
import { simulatedCounter, simulatedLevel } from '#test/support/simulation/simulated-meters.ts';
import { raplLike, simulate, type SimulatedMachine } from '#test/support/simulation/simulated-run.ts';

const row = (rows: readonly Row[], model: string): Row => {
  const found = rows.find((candidate) => candidate.model === model);
  if (found === undefined) throw new Error(`no row of ${model}`);
  return found;
};

describe('a run', () => {
  it('finds the true net and gross energy per inference of a quiet machine', async () => {
    const { record } = await simulate({ models: { a: { latencyS: 0.01, powerW: 20 } } });
    const { netJ, grossJ, ci95, verdict, latencyMs } = row(record.rows, 'a');
    expect(netJ).toBeCloseTo(0.2, 4);
    expect(grossJ).toBeCloseTo(0.25, 4);
    expect(ci95?.[0]).toBeLessThanOrEqual(netJ ?? 0);
    expect(verdict).toBe('trusted');
    expect(latencyMs?.median).toBeCloseTo(10, 1);
  });

  it('writes a record that its own schema accepts, with every window and idle window', async () => {
    const { record } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 20 }, b: { latencyS: 0.02, powerW: 9 } },
    });
    expect(recordSchema.parse(record)).toEqual(record);
    const windows = row(record.rows, 'a').windows;
    expect(windows.filter((window) => window.kind === 'measure')).toHaveLength(5);
    expect(windows.filter((window) => window.kind === 'idle')).toHaveLength(6);
    expect(windows.map((window) => window.startS)).toEqual(
      windows.map((window) => window.startS).sort((x, y) => x - y),
    );
  });

  it('subtracts an idle power that drifts', async () => {
    const { record } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 20 }, b: { latencyS: 0.01, powerW: 10 } },
      idle: driftingIdle(5, 0.05),
    });
    expect(row(record.rows, 'a').netJ).toBeCloseTo(0.2, 3);
    expect(row(record.rows, 'b').netJ).toBeCloseTo(0.1, 3);
  });

  it('counts work and energy of the same interval though the counter steps every 100 ms', async () => {
    const { record } = await simulate({
      models: { a: { latencyS: 0.033, powerW: 20 } },
      meters: ({ clock, supply }) => [
        simulatedCounter(clock, supply, { updatePeriodS: 0.1, unitJ: 1e-3, rangeCounts: null }),
      ],
    });
    expect(row(record.rows, 'a').netJ).toBeCloseTo(0.66, 2);
  });

  it('is right through the wraps of a short register', async () => {
    const { record } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 20 } },
      meters: ({ clock, supply }) => [
        simulatedCounter(clock, supply, {
          updatePeriodS: 0.001,
          unitJ: 1e-6,
          rangeCounts: 30_000_000n,
          startCounts: 29_000_000n,
        }),
      ],
    });
    for (const window of row(record.rows, 'a').windows.filter(({ kind }) => kind === 'measure')) {
      expect((window.energyJ ?? 0) / window.durationS).toBeCloseTo(25, 1);
      expect(window.flags).toEqual([]);
    }
  });

  it('integrates a meter that is read by level, in windows long enough for it', async () => {
    const { record } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 20 } },
      meters: ({ clock, supply }) => [simulatedLevel(clock, supply, 0.5)],
    });
    const { netJ, windows, tier } = row(record.rows, 'a');
    expect(tier).toBe('sensor');
    expect(netJ).toBeCloseTo(0.2, 2);
    expect(windows.find(({ kind }) => kind === 'measure')?.durationS).toBeGreaterThanOrEqual(10);
  });

  it('leaves a meter that is seldom updated to runs of long windows, and says so', async () => {
    const slow = {
      models: { a: { latencyS: 0.01, powerW: 20 } },
      meters: ({ clock, supply }: SimulatedMachine) => [
        simulatedLevel(clock, supply, 15),
        openEstimate({ cpuModel: null, logicalCpus: 4 }),
      ],
    };
    const quick = await simulate(slow);
    expect(row(quick.record.rows, 'a').tier).toBe('estimate');
    const notices = quick.events.flatMap((event) => (event.kind === 'notice' ? [event.text] : []));
    expect(notices.join()).toContain('To use it: --window-seconds 300');

    const long = await simulate({ ...slow, constants: { windowSeconds: 300, timeLimitSeconds: 7200 } });
    expect(row(long.record.rows, 'a').tier).toBe('sensor');
    expect(row(long.record.rows, 'a').netJ).toBeCloseTo(0.2, 2);
  });

  it('waits for a GPU that was just woken before it measures what idle is', async () => {
    const { record } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 20 } },
      meters: (machine) => raplLike(machine).map((meter) => ({ ...meter, awakeAtS: 40 })),
    });
    expect(row(record.rows, 'a').windows[0]?.startS).toBeGreaterThanOrEqual(40);
  });

  it('lets equal configurations share a rank and separates different ones', async () => {
    const { record } = await simulate({
      models: {
        low: { latencyS: 0.01, powerW: 10 },
        high: { latencyS: 0.01, powerW: 20 },
        twin: { latencyS: 0.01, powerW: 20 },
      },
      conditions: () => ({}),
      meters: ({ clock, supply }) => [
        simulatedCounter(clock, supply, { updatePeriodS: 0.1, unitJ: 0.05, rangeCounts: null }),
      ],
    });
    expect(row(record.rows, 'low').rank).toBe(1);
    expect(row(record.rows, 'high').rank).toBe(2);
    expect(row(record.rows, 'twin').rank).toBe(2);
  });

  it('goes on without a configuration whose worker dies, and says why', async () => {
    const { record, events, workloads } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 20 }, b: { latencyS: 0.01, powerW: 10, diesInRun: 5 } },
    });
    expect(row(record.rows, 'a').verdict).toBe('trusted');
    const failed = row(record.rows, 'b');
    expect(failed.verdict).toBe('failed');
    expect(failed.rank).toBeNull();
    expect(failed.reasons[0]).toContain('killed by SIGKILL');
    expect(events.filter(({ kind }) => kind === 'configuration-failed')).toHaveLength(1);
    expect(workloads.every(({ closed }) => closed)).toBe(true);
  });

  it('ends with every configuration failed rather than throw', async () => {
    const { record } = await simulate({ models: { a: { latencyS: 0.01, powerW: 1, failsToLoad: true } } });
    expect(record.state).toBe('finished');
    expect(row(record.rows, 'a')).toMatchObject({ verdict: 'failed', netJ: null, windows: [] });
  });

  it('keeps the finished rounds when it is interrupted', async () => {
    const stop = new AbortController();
    const { record, workloads } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 20 }, b: { latencyS: 0.01, powerW: 10 } },
      signal: stop.signal,
      onEvent: (event) => {
        if (event.kind === 'progress' && event.progress.round === 2 && event.progress.phase === 'measuring') {
          stop.abort();
        }
      },
    });
    expect(record.state).toBe('interrupted');
    const rounds = row(record.rows, 'a').windows.filter(({ kind }) => kind === 'measure');
    expect(rounds.map(({ round }) => round)).toEqual([0, 1]);
    expect(row(record.rows, 'a').netJ).toBeCloseTo(0.2, 3);
    expect(workloads.every(({ closed }) => closed)).toBe(true);
  });

  it('repeats a disturbed window in its round, twice at most, and uses the clean one', async () => {
    const { record } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 20 } },
      // Until 12 s others keep three of the four processors busy.
      othersCpuSeconds: (atS) => 3 * Math.min(atS, 12),
    });
    const windows = row(record.rows, 'a').windows.filter(({ kind }) => kind === 'measure');
    const inFirst = windows.filter(({ round }) => round === 0);
    expect(inFirst.length).toBeGreaterThan(1);
    expect(inFirst.length).toBeLessThanOrEqual(3);
    expect(row(record.rows, 'a').verdict).toBe('trusted');
  });

  it('calls a row disturbed when no window was ever clean', async () => {
    const { record } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 20 } },
      othersCpuSeconds: (atS) => 3 * atS,
    });
    expect(row(record.rows, 'a').verdict).toBe('disturbed');
    expect(row(record.rows, 'a').netJ).toBeCloseTo(0.2, 3);
  });

  it('does not trust clean windows beside an idle power that was never undisturbed', async () => {
    const { record } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 20, threads: 4 } },
      // They run only while we do not.
      othersCpuSeconds: (atS) => Math.max(0, 4 * atS),
      conditions: () => ({}),
    });
    expect(row(record.rows, 'a').verdict).toBe('disturbed');
  });

  it('flags throttling and a change of the power source', async () => {
    const { record } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 20 } },
      conditions: (atS) => ({ throttleCount: Math.floor(atS), onMains: atS < 10 }),
    });
    const flags = new Set(row(record.rows, 'a').windows.flatMap((window) => window.flags));
    expect(flags).toContain('throttled');
    expect(flags).toContain('unplugged');
  });

  it('repeats a window in which the machine slept', async () => {
    const { record } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 20 } },
      conditions: (atS) => ({ wallS: atS < 7 ? atS : atS + 3600 }),
    });
    const windows = row(record.rows, 'a').windows.filter(({ kind }) => kind === 'measure');
    expect(windows.filter(({ flags }) => flags.includes('clock-jumped'))).toHaveLength(1);
    expect(windows.filter(({ flags }) => flags.length === 0)).toHaveLength(5);
  });

  it('keeps the meter’s accuracy class apart from the statistical interval', async () => {
    const { record } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 20 } },
      meters: (machine) =>
        raplLike(machine).map((meter) => ({ ...meter, info: { ...meter.info, accuracyRatio: 0.05 } })),
    });
    const { meterInterval, ci95 } = row(record.rows, 'a');
    expect(meterInterval?.[0]).toBeCloseTo(0.19, 3);
    expect(meterInterval?.[1]).toBeCloseTo(0.21, 3);
    expect((ci95?.[1] ?? NaN) - (ci95?.[0] ?? NaN)).toBeLessThan(0.001);
  });

  it('takes longer windows where the meter is coarse', async () => {
    const { record } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 20 } },
      meters: ({ clock, supply }) => [
        simulatedCounter(clock, supply, { updatePeriodS: 0.5, unitJ: 4, rangeCounts: null }),
      ],
    });
    const { windows, netJ, verdict } = row(record.rows, 'a');
    const clean = windows.filter(({ kind, flags }) => kind === 'measure' && flags.length === 0);
    expect(clean.length).toBeGreaterThanOrEqual(4);
    for (const { durationS } of clean) expect(durationS).toBeGreaterThan(8);
    expect(Math.abs((netJ ?? NaN) / 0.2 - 1)).toBeLessThan(0.1);
    expect(['noisy', 'trusted']).toContain(verdict);
  });

  it('calls a row noisy whose meter stays too coarse', async () => {
    const { record } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 20 } },
      meters: ({ clock, supply }) => [
        simulatedCounter(clock, supply, { updatePeriodS: 5, unitJ: 100, rangeCounts: null }),
      ],
    });
    expect(row(record.rows, 'a').verdict).toBe('noisy');
    expect(row(record.rows, 'a').reasons.join()).toContain('resolved the energy too badly');
  });

  it('says incomplete, and gives latency, where no meter covers the device', async () => {
    const { record } = await simulate({ models: { a: { latencyS: 0.01, powerW: 20 } }, meters: () => [] });
    expect(row(record.rows, 'a')).toMatchObject({
      verdict: 'incomplete',
      tier: null,
      netJ: null,
      rank: null,
    });
    expect(row(record.rows, 'a').latencyMs?.median).toBeCloseTo(10, 1);
  });

  it('goes on when a counter is reset, without that window', async () => {
    const { record } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 20 } },
      meters: ({ clock, supply }) => {
        const options = { updatePeriodS: 0.001, unitJ: 1e-6, rangeCounts: null };
        const meter = simulatedCounter(clock, supply, options);
        const read = async () => {
          const reading = await meter.read();
          const counts = reading.counts.get('package-0') ?? 0n;
          const lost = reading.atS < 20 ? 0n : BigInt(Math.round(supply.energyJ(20) / 1e-6));
          return { ...reading, counts: new Map([['package-0', counts - lost]]) };
        };
        return [{ ...meter, read }];
      },
    });
    expect(row(record.rows, 'a').netJ).toBeCloseTo(0.2, 3);
    const flags = row(record.rows, 'a').windows.flatMap((window) => window.flags);
    expect(flags).toContain('counter-went-back');
  });

  it.each([10, 13, 14])(
    'keeps the length of a window whose meter fails after %i s, wherever in it',
    async (at) => {
      const { record } = await simulate({
        models: { a: { latencyS: 0.01, powerW: 20 } },
        meters: (machine) =>
          raplLike(machine).map((meter) => ({
            ...meter,
            async read() {
              const reading = await meter.read();
              if (reading.atS > at && reading.atS < at + 1.5)
                throw new Fault('meter-unreadable', 'it is gone');
              return reading;
            },
          })),
      });
      expect(recordSchema.parse(record)).toEqual(record);
      const { windows, verdict } = row(record.rows, 'a');
      const failed = windows.filter(({ flags }) => flags.includes('meter-failed'));
      expect(failed.length).toBeGreaterThan(0);
      for (const { durationS, energyJ } of failed) {
        expect(durationS).toBeGreaterThanOrEqual(3);
        expect(energyJ).toBeNull();
      }
      expect(verdict).toBe('trusted');
    },
  );

  it('measures longer windows for a model that is slow', async () => {
    const { record } = await simulate({ models: { slow: { latencyS: 1.5, powerW: 20 } } });
    for (const window of row(record.rows, 'slow').windows.filter(({ kind }) => kind === 'measure')) {
      expect(window.inferences).toBeGreaterThanOrEqual(10);
    }
  });

  it('stops at the time limit, never before every configuration has a figure', async () => {
    const { record } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 20 }, b: { latencyS: 0.01, powerW: 10 } },
      constants: { timeLimitSeconds: 1 },
    });
    expect(row(record.rows, 'a').netJ).toBeCloseTo(0.2, 3);
    expect(row(record.rows, 'b').netJ).toBeCloseTo(0.1, 3);
    expect(row(record.rows, 'a').reasons.join()).toContain('too few for an interval');
    expect(row(record.rows, 'a').verdict).toBe('noisy');
  });

  it('measures what a window of ours costs, once, and leaves it visible', async () => {
    const shown: boolean[] = [];
    const { record } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 20 } },
      screen: ({ supply }) => {
        supply.addLoad(1.5);
        return {
          setVisible(visible) {
            shown.push(visible);
            supply.addLoad(visible ? 1.5 : -1.5);
            return Promise.resolve();
          },
        };
      },
    });
    expect(shown).toEqual([false, true]);
    expect(record.footprint?.hiddenIdleW).toBeCloseTo(5, 2);
    expect(record.footprint?.visibleIdleW).toBeCloseTo(6.5, 2);
  });

  it('does not hide the window for an estimate, which could not see it', async () => {
    const { record } = await simulate({
      models: { a: { latencyS: 0.01, powerW: 20 } },
      meters: () => [openEstimate({ cpuModel: null, logicalCpus: 4 })],
      screen: () => ({ setVisible: () => Promise.reject(new Error('hidden for nothing')) }),
    });
    expect(record.footprint).toBeNull();
  });

  it('runs the same order for the same seed and another one for another', async () => {
    const models = Object.fromEntries(
      'abcdefgh'.split('').map((name) => [name, { latencyS: 0.01, powerW: 5 }]),
    );
    const order = async (seed: number) => {
      const { record } = await simulate({ models, seed, constants: { maxRounds: 5 } });
      return record.rows
        .flatMap(({ model, windows }) =>
          windows.filter(({ kind }) => kind === 'measure').map((w) => ({ model, at: w.startS })),
        )
        .sort((x, y) => x.at - y.at)
        .map(({ model }) => model)
        .join('');
    };
    expect(await order(7)).toBe(await order(7));
    expect(await order(7)).not.toBe(await order(8));
  });
});
