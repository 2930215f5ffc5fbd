import type { RunContext } from './context.ts';

/** Between two looks at the temperature, s. */
const POLL_S = 0.5;

/**
 * Waits until the machine is as cool as at the round's first window, within the protocol's band.
 * False when it did not get there in time. Where no temperature can be read, there is no wait.
 */
export async function coolDown(firstC: number | null, context: RunContext): Promise<boolean> {
  if (firstC === null) return true;
  const { clock, host, constants, signal } = context;
  const giveUpS = clock.nowS() + constants.temperatureWaitSeconds;
  while (!signal.aborted) {
    const { temperatureC } = await host.conditions();
    if (temperatureC === null || temperatureC <= firstC + constants.temperatureBandC) return true;
    if (clock.nowS() >= giveUpS) return false;
    await clock.sleep(POLL_S, signal);
  }
  return true;
}
