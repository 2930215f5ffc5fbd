/** The power supplies that Linux shows: batteries of the machine, and what charges them. */
import { join } from 'node:path';
import { Fault } from '#core/errors.ts';
import { batterySample, parseUevent, SAMPLE_FILES, type BatterySample } from './battery-parse.ts';
import { orNull, type SystemTree } from './system-tree.ts';

export const POWER_SUPPLY = 'class/power_supply';

export interface Supplies {
  /** Folders of batteries that feed the machine, whatever they are called. */
  readonly batteries: readonly string[];
  /** Folders of chargers: `AC`, `ADP1`, a USB port. */
  readonly chargers: readonly string[];
}

export async function findSupplies(tree: SystemTree): Promise<Supplies> {
  const batteries: string[] = [];
  const chargers: string[] = [];
  for (const name of (await orNull(tree.list(POWER_SUPPLY))) ?? []) {
    const folder = `${POWER_SUPPLY}/${name}`;
    const type = (await valueOf(tree, folder, 'type')) ?? (await guessedType(tree, folder));
    if (type === 'Battery') {
      // A mouse's or a pen's battery has the scope of a device; an empty bay is not present.
      const [scope, present] = [await valueOf(tree, folder, 'scope'), await valueOf(tree, folder, 'present')];
      if (scope !== 'Device' && present !== '0') batteries.push(folder);
    } else if (type !== null && /^(Mains|USB|Wireless)/.test(type)) {
      chargers.push(folder);
    }
  }
  return { batteries, chargers };
}

/** Where no type is told: only a battery has a status, and only a charger is online. */
async function guessedType(tree: SystemTree, folder: string): Promise<'Battery' | 'Mains' | null> {
  if ((await valueOf(tree, folder, 'status')) !== null) return 'Battery';
  return (await valueOf(tree, folder, 'online')) === null ? null : 'Mains';
}

/** From its file, or from the uevent where there is no such file. */
async function valueOf(tree: SystemTree, folder: string, name: string): Promise<string | null> {
  const own = await orNull(tree.readText(`${folder}/${name}`));
  if (own !== null && own !== '') return own;
  const uevent = await orNull(tree.readText(`${folder}/uevent`));
  return (uevent === null ? null : parseUevent(uevent).get(name)) ?? null;
}

/** True where the charger says that it feeds the machine; null where it says nothing. */
export async function isOnline(tree: SystemTree, folder: string): Promise<boolean | null> {
  const online = await valueOf(tree, folder, 'online');
  return online === null ? null : /^[1-9]/.test(online);
}

/**
 * One moment of a battery: its uevent, read once. Where that does not tell the power, the single files.
 * Never a mixture: they may be of different moments. Faults of the reading.
 */
export async function readBattery(tree: SystemTree, folder: string): Promise<BatterySample> {
  const uevent = await orNull(tree.readText(`${folder}/uevent`));
  const sample = uevent === null ? null : batterySample(parseUevent(uevent));
  if (sample !== null && sample.powerW !== null && sample.status !== null) return sample;
  return readBatteryFiles(tree, folder);
}

/** The same from the single files. `status` must be readable, the rest may be missing. */
export async function readBatteryFiles(tree: SystemTree, folder: string): Promise<BatterySample> {
  const status = await tree.readText(`${folder}/status`);
  const values = new Map([['status', status]]);
  for (const name of SAMPLE_FILES) {
    if (name === 'status') continue;
    const text = await orNull(tree.readText(`${folder}/${name}`));
    if (text !== null) values.set(name, text);
  }
  const sample = batterySample(values);
  if (sample.status === null) throw new Fault('meter-unreadable', `${join(tree.root, folder)} has no status`);
  return sample;
}
