/** One way to turn an opening that may fail into a result for people. */
import { Fault, toWireFault, type WireFault } from '#core/errors.ts';
import type { Meter, ProbeResult } from '#core/ports.ts';
import type { Domain, Tier } from '#core/provenance.ts';

export interface Opened {
  readonly meter: Meter;
  readonly lastReading: string;
}

/** What is said of a meter that could not be opened. */
export interface Missed {
  readonly id: string;
  readonly tier: Tier;
  readonly domains: readonly Domain[];
  /** Commands that mend this fault, or null. */
  readonly fixOf: (fault: WireFault) => string | null;
}

/** Opens and reads; a `Fault` becomes an unavailable meter, anything else is a bug and is thrown. */
export async function probeOne(missed: Missed, open: () => Promise<Opened>): Promise<ProbeResult> {
  try {
    return { ok: true, ...(await open()) };
  } catch (error) {
    return unavailable(missed, error);
  }
}

export function unavailable({ id, tier, domains, fixOf }: Missed, error: unknown): ProbeResult {
  if (!(error instanceof Fault)) throw error;
  const fault = toWireFault(error);
  return { ok: false, id, tier, domains, fault, fix: fixOf(fault) };
}
