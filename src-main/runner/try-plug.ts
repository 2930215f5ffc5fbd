/** Whether a smart plug answers at an address: for the place where a person gives it. */
import { fetchText } from '#meters/outside.ts';
import { readPlug, type PlugReading } from '#meters/plugs/plug.ts';

/** Asks that host, and it alone, within a few seconds. Throws a `Fault` that says what is wrong. */
export function tryPlug(address: string): Promise<PlugReading> {
  return readPlug({ fetchText }, address);
}
