/** Meters that are too slow for the windows of a run. */
import type { Meter } from '#core/ports.ts';
import type { ProtocolConstants } from '#core/protocol/constants.ts';
import { shortestWindowS } from './settle.ts';

/**
 * A battery that tells its power four times a minute needs windows of five minutes. It serves only a
 * run that was asked for such windows: nobody who starts a quick run waits for an hour.
 */
export function isPractical(meter: Meter, constants: ProtocolConstants): boolean {
  const longestS = Math.max(constants.windowSeconds, constants.longestWindowSeconds);
  return shortestWindowS([meter], constants) <= longestS;
}

export function impracticalText(meter: Meter, constants: ProtocolConstants): string {
  const windowS = Math.ceil(shortestWindowS([meter], constants));
  return (
    `${meter.info.id} is not used: it is updated every ${meter.info.updatePeriodS?.toFixed(0)} s, so a window ` +
    `would take ${windowS} s. To use it: --window-seconds ${windowS}.`
  );
}
