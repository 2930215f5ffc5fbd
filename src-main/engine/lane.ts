/** One configuration on its way through a run. */
import type { Configuration } from '#core/configuration.ts';
import { chooseMeter } from '#core/energy/choose.ts';
import type { WireFault } from '#core/errors.ts';
import type { Meter, PreparedWorkload, Workload } from '#core/ports.ts';
import { judgePlacement, type PlacementJudgement } from '#core/placement-judge.ts';
import type { Window } from '#core/record/schema.ts';

export interface Lane {
  readonly configuration: Configuration;
  readonly workload: Workload;
  prepared: Prepared | null;
  /** null: not prepared yet, or no meter covers what it computes on; it runs for its latency all the same. */
  meter: Meter | null;
  /** Measuring windows in order of time; idle powers are filled in afterwards. */
  readonly windows: Window[];
  /** Latency sketch as counts by bucket. */
  readonly latencyCounts: Map<number, number>;
  /** Once set, the lane takes no further part. */
  fault: WireFault | null;
  /** Length of its windows: longer than the protocol's for a slow model or meter, s. */
  windowS: number;
  /** Highest frequency seen at the end of one of its windows, Hz. */
  topFrequencyHz: number | null;
}

/** What its preparation taught: on what it runs decides what measures it. */
export interface Prepared extends PreparedWorkload {
  readonly placed: PlacementJudgement;
  /** Why no meter measures it, in words; null: one does. */
  readonly unmetered: string | null;
}

/** Notes what the lane runs on, and gives it the meter that covers this. */
export function takePreparation(
  lane: Lane,
  prepared: PreparedWorkload,
  meters: readonly Meter[],
  gpus: readonly string[],
): void {
  const placed = judgePlacement(lane.configuration, prepared.ran);
  const { device } = placed;
  const { meter, unmetered } = chooseMeter(meters, { device, adapter: prepared.ran.adapter, gpus });
  lane.prepared = { ...prepared, placed, unmetered };
  lane.meter = meter;
}

export const isLive = (lane: Lane): boolean => lane.fault === null;
