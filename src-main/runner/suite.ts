/** What this machine can run and measure, for lists and menus. */
import { Fault } from '#core/errors.ts';
import type { Suite } from '#core/suite.ts';
import type { Places } from './places.ts';

/** Probes the meters (each with a real reading) and reads the machine's facts; takes about a second. */
export function describeSuite(places: Places, electron: string | null): Promise<Suite> {
  return Promise.reject(new Fault('internal', `not wired yet: ${places.packageRoot} ${electron}`));
}
