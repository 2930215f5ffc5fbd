/** Rails that INA chips of Texas Instruments measure, in hwmon and (older Jetsons) in iio. */
import { join } from 'node:path';
import { Fault } from '#core/errors.ts';
import { listChannels, readPowerW } from '../linux/hwmon-channels.ts';
import { findChips } from '../linux/hwmon-chips.ts';
import { orNull, readInteger, type SystemTree } from '../linux/system-tree.ts';
import type { RailsW } from './rails.ts';

export interface RailReader {
  /** As the board names it; the chip's name with a number where it does not. */
  readonly name: string;
  readonly path: string;
  /** W; negative while the current flows back. Faults of the reading. */
  readW(): Promise<number>;
}

/** All connected and switched-on inputs of all INA chips. */
export async function findRails(tree: SystemTree): Promise<RailReader[]> {
  const rails = [...(await hwmonRails(tree)), ...(await iioRails(tree))];
  // Two rails of one name would hide each other.
  const seen = new Map<string, number>();
  return rails.map((rail) => {
    const count = (seen.get(rail.name) ?? 0) + 1;
    seen.set(rail.name, count);
    return count === 1 ? rail : { ...rail, name: `${rail.name} (${count})` };
  });
}

async function hwmonRails(tree: SystemTree): Promise<RailReader[]> {
  const chips = (await findChips(tree)).filter(({ name }) => /^ina\d{3}/.test(name));
  const channels = await Promise.all(chips.map((chip) => listChannels(tree, chip)));
  return channels
    .flat()
    .filter(({ kind }) => kind !== 'energy')
    .map((channel) => ({
      name: channel.label ?? `${channel.chip.name} ${channel.number}`,
      path: join(tree.root, channel.chip.folder),
      readW: () => readPowerW(tree, channel),
    }));
}

const IIO_DRIVER = 'bus/i2c/drivers/ina3221x';

/** `iio:device0/rail_name_0` and `in_power0_input` in mW. */
async function iioRails(tree: SystemTree): Promise<RailReader[]> {
  const found: RailReader[] = [];
  for (const chip of (await orNull(tree.list(IIO_DRIVER))) ?? []) {
    for (const device of (await orNull(tree.list(`${IIO_DRIVER}/${chip}`))) ?? []) {
      if (!device.startsWith('iio:device')) continue;
      const folder = `${IIO_DRIVER}/${chip}/${device}`;
      for (const file of (await orNull(tree.list(folder))) ?? []) {
        const number = /^in_power(\d+)_input$/.exec(file)?.[1];
        if (number === undefined) continue;
        const name = await orNull(tree.readText(`${folder}/rail_name_${number}`));
        if (name === 'NC') continue;
        found.push({
          name: name ?? `ina3221 ${number}`,
          path: join(tree.root, folder),
          readW: async () => (await readInteger(tree, `${folder}/${file}`)) / 1000,
        });
      }
    }
  }
  return found;
}

export interface RailsReading {
  readonly rails: RailsW;
  /** The first of the faults of rails that could not be read. */
  readonly fault: Fault | null;
}

/** What can be read of the rails; the rest is missing, not 0. */
export async function readRails(readers: readonly RailReader[]): Promise<RailsReading> {
  const rails = new Map<string, number>();
  let fault: Fault | null = null;
  for (const { name, readW } of readers) {
    try {
      rails.set(name, await readW());
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      fault ??= error;
    }
  }
  return { rails, fault };
}
