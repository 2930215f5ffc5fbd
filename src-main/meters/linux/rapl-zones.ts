/** Which RAPL zones powercap shows, and which of them count what no other counts. */
import { Fault } from '#core/errors.ts';
import type { Domain } from '#core/provenance.ts';
import { readCount, type SystemTree } from './system-tree.ts';

export const POWERCAP = 'class/powercap';

export interface RaplZone {
  /** Folder's name, unique on the machine: `intel-rapl:0:1`. */
  readonly id: string;
  /** As the kernel names it: `package-0`, `package-0-die-1`, `core`, `uncore`, `dram`, `psys`. */
  readonly name: string;
  readonly domain: Domain;
  readonly counterPath: string;
  /** Highest count of the register, µJ; null where only root may know it. */
  readonly rangeUj: bigint | null;
  /** The count when the zone was found, µJ. */
  readonly firstUj: bigint;
}

export interface RaplZones {
  readonly zones: readonly RaplZone[];
  /** Why other zones are left out, in words. */
  readonly leftOut: readonly string[];
}

const DOMAIN_OF: Record<string, Domain> = { core: 'core', uncore: 'uncore', dram: 'dram', psys: 'psys' };

/** null for a zone of which nobody told us what it covers. */
export function raplDomain(name: string): Domain | null {
  return /^package-\d/.test(name) ? 'package' : (DOMAIN_OF[name] ?? null);
}

/**
 * The zones below `class/powercap` (AMD's are named `intel-rapl`, too). The mirror through MMIO is
 * used only where the registers show no package: it counts the same energy again.
 * Every package must be readable, or the sum would miss a socket; a lesser domain that cannot be read
 * on every socket is left out whole.
 * Faults: `meter-missing`, `meter-no-permission`, `meter-unreadable`, each with the path.
 */
export async function findZones(tree: SystemTree): Promise<RaplZones> {
  const folders = await tree.list(POWERCAP);
  // `intel-rapl` without a colon is the control type: it has neither name nor counter.
  const registers = await openZones(tree, folders, /^intel-rapl:/);
  const all = registers.some(isPackage) ? registers : await openZones(tree, folders, /^intel-rapl-mmio:/);
  const lost = all.flatMap((zone) => ('why' in zone ? [zone] : []));
  const zones = all.flatMap((zone) =>
    'why' in zone || lost.some(({ domain }) => domain === zone.domain) ? [] : [zone],
  );
  if (!zones.some(isPackage)) {
    throw new Fault('meter-missing', `no RAPL package zone below ${tree.root}/${POWERCAP}`);
  }
  return { zones, leftOut: lost.map(({ name, why }) => `${name} (${why})`) };
}

const isPackage = ({ domain }: RaplZone | LostZone): boolean => domain === 'package';

interface LostZone {
  readonly name: string;
  readonly domain: Domain;
  readonly why: string;
}

async function openZones(
  tree: SystemTree,
  folders: readonly string[],
  pattern: RegExp,
): Promise<(RaplZone | LostZone)[]> {
  const zones: (RaplZone | LostZone)[] = [];
  for (const id of folders.filter((folder) => pattern.test(folder))) {
    const name = await tree.readText(`${POWERCAP}/${id}/name`);
    const domain = raplDomain(name);
    if (domain !== null) zones.push(await openZone(tree, id, name, domain));
  }
  return zones;
}

async function openZone(
  tree: SystemTree,
  id: string,
  name: string,
  domain: Domain,
): Promise<RaplZone | LostZone> {
  const counterPath = `${POWERCAP}/${id}/energy_uj`;
  try {
    const firstUj = await readCount(tree, counterPath);
    // Some boards show a platform zone that never counts.
    if (domain === 'psys' && firstUj === 0n) return { name, domain, why: `${id} has counted nothing` };
    const rangeUj = await rangeOf(tree, `${POWERCAP}/${id}`);
    return { id, name, domain, counterPath, rangeUj, firstUj };
  } catch (error) {
    if (!(error instanceof Fault) || domain === 'package') throw error;
    return { name, domain, why: error.message };
  }
}

/**
 * Some kernels let only root read the range. The counter is good without it: a decrease then voids the
 * interval, since what a wrap adds is not known.
 */
async function rangeOf(tree: SystemTree, folder: string): Promise<bigint | null> {
  try {
    return await readCount(tree, `${folder}/max_energy_range_uj`);
  } catch (error) {
    if (error instanceof Fault && error.code === 'meter-no-permission') return null;
    throw error;
  }
}
