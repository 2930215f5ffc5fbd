/** Processor energy on Linux from powercap's RAPL zones, Intel and AMD. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, type FaultCode } from '#core/errors.ts';
import type { Clock, CounterChannel, CounterMeter, ProbeResult } from '#core/ports.ts';
import type { Domain } from '#core/provenance.ts';
import type { MeterEnvironment } from './environment.ts';
import { observeCounter } from './observe-counter.ts';
import { probeOne } from './probe.ts';
import { RAPL_FIX } from './rapl-fix.ts';
import { readSystemCount, readSystemText } from './system-file.ts';

export const RAPL_ID = 'rapl-powercap';

/** powercap reports microjoules, whatever the register's own unit. */
const UNIT_J = 1e-6;
/** More than any package can draw; bounds how often a register may have wrapped. */
const MAX_PACKAGE_W = 1000;

export async function probeRapl({ sysfsRoot, clock }: MeterEnvironment): Promise<ProbeResult[]> {
  const missed = {
    id: RAPL_ID,
    tier: 'counter' as const,
    domains: ['package' as const],
    fixOf: ({ code }: { code: FaultCode }) => (code === 'meter-no-permission' ? RAPL_FIX : null),
  };
  const open = async () => observeCounter(await openRapl(sysfsRoot, clock), clock);
  return [await probeOne(missed, open)];
}

export interface RaplZone {
  readonly path: string;
  /** As the kernel names it: `package-0`, `core`, `dram`, `psys`. */
  readonly name: string;
  readonly domain: Domain;
  readonly rangeUj: bigint;
}

const DOMAIN_OF: Record<string, Domain> = { core: 'core', uncore: 'uncore', dram: 'dram', psys: 'psys' };

export function raplDomain(name: string): Domain | null {
  return name.startsWith('package-') ? 'package' : (DOMAIN_OF[name] ?? null);
}

/**
 * Opens every zone below `<sysfs>/class/powercap`. The mirrors that go through MMIO are left out:
 * they count the same energy again. Energy is the sum of packages and DRAM (outside the package on
 * desktop and server parts); core and uncore lie inside the package, psys contains it.
 * Faults: `meter-missing`, `meter-no-permission`, `meter-unreadable`, each with the path.
 */
export async function openRapl(sysfsRoot: string, clock: Clock): Promise<CounterMeter> {
  const zones = await findZones(join(sysfsRoot, 'class/powercap'));
  const channels = zones.map((zone): CounterChannel & { path: string } => ({
    id: zone.path.slice(zone.path.lastIndexOf('/') + 1),
    domain: zone.domain,
    unitJ: UNIT_J,
    // The register holds 0 … range, so it starts again after range + 1 counts.
    rangeCounts: zone.rangeUj + 1n,
    path: join(zone.path, 'energy_uj'),
  }));
  const domains = [...new Set(zones.map((zone) => zone.domain))];
  const read = async () => {
    const counts = new Map<string, bigint>();
    const fromS = clock.nowS();
    for (const { id, path } of channels) counts.set(id, await readSystemCount(path));
    return { atS: (fromS + clock.nowS()) / 2, counts };
  };
  await read();
  const packages = zones.filter((zone) => zone.domain === 'package').length;
  return {
    kind: 'counter',
    info: {
      id: RAPL_ID,
      tier: 'counter',
      domains,
      summed: domains.filter((domain) => domain === 'package' || domain === 'dram'),
      source: join(sysfsRoot, 'class/powercap'),
      // Both are observed when the meter is probed.
      updatePeriodS: null,
      resolutionJ: null,
      accuracyRatio: null,
    },
    channels,
    maxPowerW: MAX_PACKAGE_W * packages,
    read,
  };
}

async function findZones(folder: string): Promise<RaplZone[]> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    throw new Fault('meter-missing', `no RAPL: cannot list ${folder} (${cause.code})`, { cause });
  });
  const zones: RaplZone[] = [];
  // `intel-rapl` without a colon is the control type; `intel-rapl-mmio:…` the mirror.
  for (const name of names.filter((entry) => /^intel-rapl:/.test(entry)).sort()) {
    const path = join(folder, name);
    const zoneName = await readSystemText(join(path, 'name'));
    const domain = raplDomain(zoneName);
    if (domain === null) continue;
    const rangeUj = await readSystemCount(join(path, 'max_energy_range_uj'));
    zones.push({ path, name: zoneName, domain, rangeUj });
  }
  if (!zones.some((zone) => zone.domain === 'package')) {
    throw new Fault('meter-missing', `no RAPL package zone below ${folder}`);
  }
  return zones;
}
