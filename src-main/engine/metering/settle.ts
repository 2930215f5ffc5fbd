import type { Meter } from '#core/ports.ts';
import type { ProtocolConstants } from '#core/protocol/constants.ts';

/**
 * Time between a change of load and the first reading, s. A meter that is read by level shows a past
 * value for up to its update period, so two of them must pass.
 */
export function settleS(meters: readonly (Meter | null)[], constants: ProtocolConstants): number {
  return Math.max(constants.settleSeconds, 2 * longestPeriodS(meters));
}

/** The protocol's window, or as long as enough updates of a meter that is read by level take, s. */
export function shortestWindowS(meters: readonly (Meter | null)[], constants: ProtocolConstants): number {
  return Math.max(constants.windowSeconds, constants.minUpdatePeriods * longestPeriodS(meters));
}

/** Of the meters that are read by level, s; 0 where there is none. */
function longestPeriodS(meters: readonly (Meter | null)[]): number {
  const periods = meters.map((meter) => (meter?.kind === 'level' ? (meter.info.updatePeriodS ?? 0) : 0));
  return Math.max(0, ...periods);
}
