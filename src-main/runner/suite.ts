/** What this machine can run and measure, for lists and menus. */
import { listModels } from '#catalogue/catalogue.ts';
import { readLicences } from '#catalogue/licences.ts';
import type { Suite } from '#core/suite.ts';
import { MODELS } from '#models/list.ts';
import type { Places } from './places.ts';
import { closeMeters, lookAround } from './surroundings.ts';

/** Probes the meters (each with a real reading) and reads the machine's facts; takes about a second. */
export async function describeSuite(places: Places, electron: string | null): Promise<Suite> {
  const licences = await readLicences(MODELS, places.packageRoot);
  const { machine, software, meters, statuses, synthetic } = await lookAround(places, electron);
  await closeMeters(meters);
  const models = await listModels(places);
  return { models, licences, devices: [], machine, software, meters: statuses, synthetic };
}
