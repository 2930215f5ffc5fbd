import { describe, expect, it } from 'vitest';
import type { CounterMeter } from '#core/ports.ts';
import { observeCounter } from '#meters/observe-counter.ts';
import { VirtualClock } from '#test/support/simulation/virtual-clock.ts';

/** A register of `unitJ` that is brought up to date every `periodS` and shows the next of `steps` each time. */
function counting(
  clock: VirtualClock,
  steps: readonly bigint[],
  periodS: number,
  unitJ: number,
): CounterMeter {
  const totals = steps.map((_, index) => steps.slice(0, index + 1).reduce((sum, step) => sum + step, 0n));
  const count = () => totals[Math.min(Math.floor(clock.nowS() / periodS), totals.length - 1)] ?? 0n;
  return {
    kind: 'counter',
    info: {
      id: 'made',
      tier: 'counter',
      domains: ['gpu'],
      summed: ['gpu'],
      source: 'a made counter',
      updatePeriodS: null,
      resolutionJ: null,
      accuracyRatio: null,
    },
    channels: [{ id: 'board', domain: 'gpu', unitJ, rangeCounts: null }],
    maxPowerW: 1000,
    read: () => Promise.resolve({ atS: clock.nowS(), counts: new Map([['board', count()]]) }),
    close: () => Promise.resolve(),
  };
}

/** As an H100 at rest showed them in November 2026: millijoules, ten times a second. */
const H100_STEPS_MJ = [7140, 7129, 7177, 7113, 7383, 7517, 7525, 7508, 7140, 7129, 7177, 7113, 7383];

describe('observeCounter', () => {
  it('takes what flows between two updates for power, not for the resolution', async () => {
    const clock = new VirtualClock();
    const { meter, lastReading } = await observeCounter(
      counting(clock, H100_STEPS_MJ.map(BigInt), 0.1, 0.001),
      clock,
    );
    expect(meter.info.updatePeriodS).toBeCloseTo(0.1, 2);
    expect(meter.info.resolutionJ).toBeCloseTo(0.001, 9);
    expect(Number.parseFloat(lastReading)).toBeGreaterThan(60);
  });

  it('finds the quantum of a register that counts in a finer unit than it resolves', async () => {
    const clock = new VirtualClock();
    const steps = [45n, 60n, 15n, 30n, 45n, 75n, 60n, 15n, 90n, 45n, 60n, 15n, 30n];
    const { meter } = await observeCounter(counting(clock, steps, 0.1, 0.001), clock);
    expect(meter.info.resolutionJ).toBeCloseTo(0.015, 9);
  });

  it('takes the step itself where all are alike', async () => {
    const clock = new VirtualClock();
    const steps = Array.from({ length: 13 }, () => 5000n);
    const { meter } = await observeCounter(counting(clock, steps, 0.1, 0.001), clock);
    expect(meter.info.resolutionJ).toBeCloseTo(5, 9);
  });
});
