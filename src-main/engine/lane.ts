/** One configuration on its way through a run. */
import type { Configuration } from '#core/configuration.ts';
import type { WireFault } from '#core/errors.ts';
import type { Meter, PreparedWorkload, Workload } from '#core/ports.ts';
import type { Window } from '#core/record/schema.ts';

export interface Lane {
  readonly configuration: Configuration;
  readonly workload: Workload;
  /** null: no meter covers its device; it runs for its latency all the same. */
  readonly meter: Meter | null;
  prepared: PreparedWorkload | null;
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

export const isLive = (lane: Lane): boolean => lane.fault === null;
