/** All meters, probed with real readings: what can be used here, and why the rest cannot. */
import { Fault, toWireFault } from '#core/errors.ts';
import type { Clock, CounterMeter, Meter, ProbeResult } from '#core/ports.ts';
import { openEstimate, type EstimatedMachine } from './estimate.ts';
import { openRapl, RAPL_ID } from './rapl-powercap.ts';

/** A counter must move within this time to count as a meter, s: virtual machines show still ones. */
const MOVE_WITHIN_S = 0.5;
const POLL_S = 0.01;

export interface ProbeOptions {
  readonly clock: Clock;
  /** `/sys` or what replaces it. */
  readonly sysfsRoot: string;
  readonly machine: EstimatedMachine;
}

export async function probeMeters({ clock, sysfsRoot, machine }: ProbeOptions): Promise<ProbeResult[]> {
  return [
    await probe(RAPL_ID, async () => {
      const meter = await openRapl(sysfsRoot, clock);
      await expectMovement(meter, clock);
      return meter;
    }),
    { ok: true, meter: openEstimate(machine) },
  ];
}

async function probe(id: string, open: () => Promise<Meter>): Promise<ProbeResult> {
  try {
    return { ok: true, meter: await open() };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ok: false, id, fault: toWireFault(error) };
  }
}

/** Two readings apart: a counter that initialises but does not move measures nothing. */
async function expectMovement(meter: CounterMeter, clock: Clock): Promise<void> {
  const summed = meter.channels.filter((channel) => meter.info.summed.includes(channel.domain));
  const first = await meter.read();
  const giveUpS = first.atS + MOVE_WITHIN_S;
  for (;;) {
    await clock.sleep(POLL_S);
    const next = await meter.read();
    if (summed.some(({ id }) => next.counts.get(id) !== first.counts.get(id))) return;
    if (next.atS >= giveUpS) {
      throw new Fault('meter-not-moving', `${meter.info.source}: no counter moved within ${MOVE_WITHIN_S} s`);
    }
  }
}
