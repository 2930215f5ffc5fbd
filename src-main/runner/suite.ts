/** What this machine can run and measure, for lists and menus. */
import { listModels } from '#catalogue/catalogue.ts';
import { readLicences } from '#catalogue/licences.ts';
import type { StopSignal } from '#core/ports.ts';
import type { Runtime } from '#core/providers.ts';
import type { Suite } from '#core/suite.ts';
import type { Launchers } from '#core/worker/channel.ts';
import { MODELS } from '#models/list.ts';
import { findDevices } from './devices.ts';
import type { Places } from './places.ts';
import { closeMeters, lookAround } from './surroundings.ts';

/** How devices are tried for a list. */
export interface DeviceTrials {
  readonly launchers: Launchers;
  /** Only targets of these are tried. */
  readonly runtimes: readonly Runtime[];
  readonly signal: StopSignal;
}

/**
 * Probes the meters (each with a real reading) and reads the machine's facts; takes about a second. Devices are
 * tried beside that, which takes about as long for native ones and seconds more where pages are opened; null: no
 * device is listed.
 */
export async function describeSuite(
  places: Places,
  electron: string | null,
  trials: DeviceTrials | null = null,
): Promise<Suite> {
  const licences = await readLicences(MODELS, places.packageRoot);
  const [{ machine, software, statuses, synthetic, onMains }, devices] = await Promise.all([
    lookAround(places, electron).then(async (surroundings) => {
      await closeMeters(surroundings.meters);
      const { onMains } = await surroundings.host.conditions();
      return { ...surroundings, onMains };
    }),
    trials === null ? [] : findDevices({ places, targets: null, ...trials }),
  ]);
  const models = await listModels(places);
  return { models, licences, devices, machine, software, meters: statuses, synthetic, onMains };
}
