/** All meters, probed with real readings: what can be used here, and why the rest cannot. */
import { Fault, toWireFault } from '#core/errors.ts';
import type { Clock, Meter, ProbeResult } from '#core/ports.ts';
import { openEstimate, type EstimatedMachine } from './estimate.ts';
import { observeCounter } from './observe-counter.ts';
import { openRapl, RAPL_ID } from './rapl-powercap.ts';

export interface ProbeOptions {
  readonly clock: Clock;
  /** `/sys` or what replaces it. */
  readonly sysfsRoot: string;
  readonly machine: EstimatedMachine;
}

export async function probeMeters({ clock, sysfsRoot, machine }: ProbeOptions): Promise<ProbeResult[]> {
  return [
    await probe(RAPL_ID, async () => observeCounter(await openRapl(sysfsRoot, clock), clock)),
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
