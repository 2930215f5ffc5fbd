/** What a power reading can be at all. */
import { Fault } from '#core/errors.ts';

/** More than one machine or card draws, W: a reading above it is garbage. */
const MAX_POWER_W = 20_000;

/** The power as it was, 0 included. Rejects what cannot be: `meter-unreadable`, naming the source. */
export function plausibleW(powerW: number, source: string): number {
  if (powerW >= 0 && powerW <= MAX_POWER_W) return powerW;
  throw new Fault('meter-unreadable', `${source}: shows ${powerW} W`);
}
