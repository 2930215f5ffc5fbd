/** One way to ask any kind of meter for the energy of an interval. */
import type { Clock, Meter } from '#core/ports.ts';
import type { ProtocolConstants } from '#core/protocol/constants.ts';
import type { Domain } from '#core/provenance.ts';
import type { WindowFlag } from '#core/record/schema.ts';
import { openCounterSpan } from './counter-span.ts';
import { openEstimateSpan } from './estimate-span.ts';
import { openLevelSpan } from './level-span.ts';

/** Energy of one interval by one meter. */
export interface SpanEnergy {
  readonly startS: number;
  readonly endS: number;
  readonly byDomain: Partial<Record<Domain, number>>;
  /** Sum over the meter's non-overlapping domains, J; null when it could not be read. */
  readonly energyJ: number | null;
  /** How well steps and edges resolve energyJ, ± J; null: not known. */
  readonly uncertaintyJ: number | null;
  readonly flags: readonly WindowFlag[];
  /** In words, when something failed. */
  readonly problem: string | null;
}

export interface OpenSpan {
  readonly startS: number;
  /**
   * Ends the interval and gives its energy. `cpuSecondsBetween` tells what the workload used, which
   * only the estimate asks for, after the interval. Never rejects: a failed reading is a flag.
   */
  close(): Promise<ClosedSpan>;
}

export interface ClosedSpan {
  readonly endS: number;
  energy(cpuSecondsBetween: (startS: number, endS: number) => number): SpanEnergy;
}

/** Begins an interval at the meter's next tick edge, where it has one. Never rejects. */
export function openSpan(meter: Meter, clock: Clock): Promise<OpenSpan> {
  switch (meter.kind) {
    case 'counter':
      return openCounterSpan(meter, clock);
    case 'level':
      return openLevelSpan(meter, clock);
    case 'estimate':
      return openEstimateSpan(meter, clock);
  }
}

/** Adds the meter's non-overlapping domains; null when one of them is missing. */
export function summedEnergyJ(meter: Meter, byDomain: Partial<Record<Domain, number>>): number | null {
  let totalJ = 0;
  for (const domain of meter.info.summed) {
    const energyJ = byDomain[domain];
    if (energyJ === undefined) return null;
    totalJ += energyJ;
  }
  return totalJ;
}

/** True when the energy is known less well than the protocol asks; false where that is not known. */
export function isCoarse(energy: SpanEnergy | null, { coarseRatio }: ProtocolConstants): boolean {
  if (energy === null || energy.energyJ === null || energy.uncertaintyJ === null) return false;
  return energy.uncertaintyJ > coarseRatio * Math.abs(energy.energyJ);
}
