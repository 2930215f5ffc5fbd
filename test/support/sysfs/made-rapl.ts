import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface MadeZone {
  /** Folder below class/powercap, e.g. `intel-rapl:0`. */
  readonly zone: string;
  readonly name: string;
  readonly energyUj: string;
  readonly rangeUj?: string;
}

/** A sysfs tree of our own making in a temporary folder. */
export async function madeSysfs(zones: readonly MadeZone[]): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'joulemark-sysfs-'));
  await mkdir(join(root, 'class/powercap/intel-rapl'), { recursive: true });
  for (const { zone, name, energyUj, rangeUj = '262143328850' } of zones) {
    const folder = join(root, 'class/powercap', zone);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'name'), `${name}\n`);
    await writeFile(join(folder, 'energy_uj'), `${energyUj}\n`);
    await writeFile(join(folder, 'max_energy_range_uj'), `${rangeUj}\n`);
  }
  return root;
}

export const removeTree = (root: string): Promise<void> => rm(root, { recursive: true, force: true });
