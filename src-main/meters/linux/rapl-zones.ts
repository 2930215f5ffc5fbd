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

/** A zone that is there and cannot be used. */
export interface LostZone {
  readonly id: string;
  readonly name: string;
  readonly domain: Domain;
  readonly fault: Fault;
}

/**
 * The zones that together count everything once (AMD's are named `intel-rapl`, too). The mirror through
 * MMIO is used only where the registers show no package: it counts the same energy again.
 * Every package must be readable, or the sum would miss a socket; a lesser domain that cannot be read
 * on every socket is left out whole.
 * Faults: `meter-missing`, `meter-no-permission`, `meter-unreadable`, each with the path.
 */
export async function findZones(tree: SystemTree): Promise<RaplZones> {
  const all = await listZones(tree);
  const registers = all.filter(({ id }) => !isMirror(id));
  const used = (registers.some(isPackage) ? registers : all).map(refusePsysAtZero);
  const lost = used.flatMap((zone) => ('fault' in zone ? [zone] : []));
  const first = lost.find(isPackage);
  if (first !== undefined) throw first.fault;
  const zones = used.flatMap((zone) =>
    'fault' in zone || lost.some(({ domain }) => domain === zone.domain) ? [] : [zone],
  );
  if (!zones.some(isPackage)) {
    throw new Fault('meter-missing', `no RAPL package zone below ${tree.root}/${POWERCAP}`);
  }
  return { zones, leftOut: lost.map(({ name, fault }) => `${name} (${fault.message})`) };
}

/** Some boards show a platform zone that never counts: its 0 J would be a lie. */
function refusePsysAtZero(zone: RaplZone | LostZone): RaplZone | LostZone {
  if ('fault' in zone || zone.domain !== 'psys' || zone.firstUj !== 0n) return zone;
  return { ...zone, fault: new Fault('meter-not-moving', `${zone.id} has counted nothing`) };
}

const isMirror = (id: string): boolean => id.startsWith('intel-rapl-mmio:');
const isPackage = ({ domain }: { readonly domain: Domain }): boolean => domain === 'package';

/** Every zone of which we know what it covers, the mirrors included. Rejects where there is no powercap. */
export async function listZones(tree: SystemTree): Promise<(RaplZone | LostZone)[]> {
  const zones: (RaplZone | LostZone)[] = [];
  // `intel-rapl` without a colon is the control type: it has neither name nor counter.
  const folders = await tree.list(POWERCAP).catch((cause: Error) => {
    throw new Fault('meter-missing', `no RAPL: ${cause.message}`, { cause });
  });
  for (const id of folders.filter((folder) => /^intel-rapl(-mmio)?:/.test(folder))) {
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
    const rangeUj = await rangeOf(tree, `${POWERCAP}/${id}`);
    return { id, name, domain, counterPath, rangeUj, firstUj };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { id, name, domain, fault };
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
