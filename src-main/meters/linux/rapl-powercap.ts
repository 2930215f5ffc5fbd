/** Processor energy on Linux from powercap's RAPL zones, Intel and AMD, all sockets together. */
import { join } from 'node:path';
import type { FaultCode } from '#core/errors.ts';
import type { Clock, CounterChannel, CounterMeter, CounterReading, ProbeResult } from '#core/ports.ts';
import type { MeterEnvironment } from '../environment.ts';
import { observeCounter } from '../observe-counter.ts';
import { probeOne } from '../probe.ts';
import { RAPL_FIX } from './rapl-fix.ts';
import { findZones, POWERCAP, type RaplZone } from './rapl-zones.ts';
import { readCount, sysfsOf, type SystemTree } from './system-tree.ts';

export const RAPL_ID = 'rapl-powercap';

/** powercap reports microjoules, whatever the register's own unit. */
const UNIT_J = 1e-6;
/** More than any package can draw; bounds how often a register may have wrapped. */
const MAX_PACKAGE_W = 1000;
/** A reading of all zones takes a fraction of a millisecond; one that took longer is made again, s. */
const PROMPT_S = 0.002;
const SLOW_RETRIES = 3;

export async function probeRapl(environment: MeterEnvironment): Promise<ProbeResult[]> {
  const tree = sysfsOf(environment);
  if (tree === null) return [];
  const { clock } = environment;
  const missed = {
    id: RAPL_ID,
    tier: 'counter' as const,
    domains: ['package' as const],
    fixOf: ({ code }: { code: FaultCode }) => (code === 'meter-no-permission' ? RAPL_FIX : null),
  };
  const open = async () => observeCounter(await openRapl(tree, clock), clock);
  return [await probeOne(missed, open)];
}

/**
 * A meter over all zones. Its energy is the sum of packages and DRAM (outside the package on desktop
 * and server parts); core and uncore lie inside the package, psys contains it.
 * Faults as of `findZones`.
 */
export async function openRapl(tree: SystemTree, clock: Clock): Promise<CounterMeter> {
  const { zones, leftOut } = await findZones(tree);
  const domains = [...new Set(zones.map((zone) => zone.domain))];
  const packages = zones.filter((zone) => zone.domain === 'package').length;
  const folder = join(tree.root, POWERCAP);
  return {
    kind: 'counter',
    info: {
      id: RAPL_ID,
      tier: 'counter',
      domains,
      summed: domains.filter((domain) => domain === 'package' || domain === 'dram'),
      source: leftOut.length === 0 ? folder : `${folder}, without ${leftOut.join(', ')}`,
      // Both are observed when the meter is probed.
      updatePeriodS: null,
      resolutionJ: null,
      accuracyRatio: null,
    },
    channels: zones.map(channelOf),
    maxPowerW: MAX_PACKAGE_W * packages,
    async read() {
      let best = await readZones(tree, zones, clock);
      for (let retry = 0; best.tookS > PROMPT_S && retry < SLOW_RETRIES; retry += 1) {
        const next = await readZones(tree, zones, clock);
        if (next.tookS < best.tookS) best = next;
      }
      return best.reading;
    },
  };
}

/** A reading that took long is of no one moment: we were put aside in the midst of it. */
async function readZones(
  tree: SystemTree,
  zones: readonly RaplZone[],
  clock: Clock,
): Promise<{ reading: CounterReading; tookS: number }> {
  const counts = new Map<string, bigint>();
  const fromS = clock.nowS();
  for (const { id, counterPath } of zones) counts.set(id, await readCount(tree, counterPath));
  const toS = clock.nowS();
  return { reading: { atS: (fromS + toS) / 2, counts }, tookS: toS - fromS };
}

function channelOf({ id, domain, rangeUj }: RaplZone): CounterChannel {
  // The register holds 0 … range, so it starts again after range + 1 counts.
  return { id, domain, unitJ: UNIT_J, rangeCounts: rangeUj === null ? null : rangeUj + 1n };
}
