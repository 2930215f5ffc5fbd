import type { Meter } from '#core/ports.ts';
import type { ProtocolConstants } from '#core/protocol/constants.ts';

/**
 * Time between a change of load and the first reading, s. A meter that is read by level shows a past
 * value for up to its update period, so two of them must pass.
 */
export function settleS(meters: readonly (Meter | null)[], constants: ProtocolConstants): number {
  const periods = meters.map((meter) => (meter?.kind === 'level' ? (meter.info.updatePeriodS ?? 0) : 0));
  return Math.max(constants.settleSeconds, 2 * Math.max(0, ...periods));
}
