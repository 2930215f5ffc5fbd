import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import type { LevelMeter } from '#core/ports.ts';
import type { Domain } from '#core/provenance.ts';
import { observeLevel } from '#meters/observe-level.ts';
import { VirtualClock } from '#test/support/simulation/virtual-clock.ts';

/** A meter whose power is a function of time; it shows the value of its last update. */
function shown(clock: VirtualClock, powerAtS: (atS: number) => number, domain: Domain = 'soc'): LevelMeter {
  return {
    kind: 'level',
    info: {
      id: 'shown',
      tier: 'sensor',
      domains: ['soc'],
      summed: ['soc'],
      source: 'a made reading',
      updatePeriodS: null,
      resolutionJ: null,
      accuracyRatio: null,
    },
    read: () => Promise.resolve({ atS: clock.nowS(), powerW: new Map([[domain, powerAtS(clock.nowS())]]) }),
  };
}

/** Counts up once every `periodS`. */
const stepping = (periodS: number) => (atS: number) => 5 + Math.floor(atS / periodS);

describe('observeLevel', () => {
  it('tells the update period from the changes it sees', async () => {
    const clock = new VirtualClock();
    const { meter } = await observeLevel(shown(clock, stepping(0.25)), clock);
    expect(meter.info.updatePeriodS).toBeCloseTo(0.25, 1);
  });

  it('gives as resolution what one update stands for', async () => {
    const clock = new VirtualClock();
    const watch = { documentedPeriodS: 2 };
    const { meter, lastReading } = await observeLevel(
      shown(clock, () => 7.5),
      clock,
      watch,
    );
    expect(meter.info).toMatchObject({ updatePeriodS: 2, resolutionJ: 15 });
    expect(lastReading).toBe('7.5 W');
  });

  it('does not follow a reading that changes at every look', async () => {
    const clock = new VirtualClock();
    const { meter } = await observeLevel(shown(clock, stepping(0.001)), clock);
    expect(meter.info.updatePeriodS).toBe(0.1);
  });

  it('says null, not a guess, where it saw no change and nobody states a period', async () => {
    const clock = new VirtualClock();
    const steady = shown(clock, () => 7.5);
    const { meter } = await observeLevel(steady, clock);
    expect(meter.info).toMatchObject({ updatePeriodS: null, resolutionJ: null });
  });

  it('takes no longer than it was given', async () => {
    const clock = new VirtualClock();
    const steady = shown(clock, () => 7.5);
    await observeLevel(steady, clock);
    expect(clock.nowS()).toBeLessThan(1.6);
  });

  it.each([[-1], [Number.NaN], [Number.POSITIVE_INFINITY], [31_878]])('refuses %d W', async (powerW) => {
    const clock = new VirtualClock();
    const absurd = shown(clock, () => powerW);
    await expect(observeLevel(absurd, clock)).rejects.toMatchObject({ code: 'meter-unreadable' });
  });

  it('refuses a reading without the domain that it promised', async () => {
    const clock = new VirtualClock();
    const other = shown(clock, () => 5, 'gpu');
    await expect(observeLevel(other, clock)).rejects.toMatchObject({
      code: 'meter-unreadable',
      message: expect.stringContaining('nothing for soc') as string,
    });
  });

  it('finds that 0 W throughout is no reading, unless 0 is a value of this meter', async () => {
    const clock = new VirtualClock();
    const zero = shown(clock, () => 0);
    await expect(observeLevel(zero, clock)).rejects.toMatchObject({ code: 'meter-not-moving' });
    const asleep = await observeLevel(zero, clock, { zeroIsValue: true, documentedPeriodS: 1 });
    expect(asleep.lastReading).toBe('0.0 W');
    expect(asleep.meter.info.resolutionJ).toBeNull();
  });

  it('waits for a second reading from a program that printed only one', async () => {
    const clock = new VirtualClock();
    const once: LevelMeter = {
      ...shown(clock, () => 5),
      read: () => Promise.resolve({ atS: 0, powerW: new Map([['soc' as const, 5]]) }),
    };
    await expect(observeLevel(once, clock)).rejects.toMatchObject({ code: 'meter-silent' });
  });

  it('passes the fault of a reading on', async () => {
    const clock = new VirtualClock();
    const failing: LevelMeter = {
      ...shown(clock, () => 5),
      read: () => Promise.reject(new Fault('meter-no-permission', 'no')),
    };
    await expect(observeLevel(failing, clock)).rejects.toMatchObject({ code: 'meter-no-permission' });
  });
});
