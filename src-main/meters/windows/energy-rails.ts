/** What the channels of Windows' energy meters measure, by their names, and which of them may be added. */
import { Fault } from '#core/errors.ts';
import type { Domain } from '#core/provenance.ts';

/** As Microsoft's processor driver names RAPL's domains, and as Snapdragon X names its rails. */
const DOMAIN_OF: readonly (readonly [RegExp, Domain])[] = [
  [/^RAPL_Package\d+_PKG$/i, 'package'],
  [/^RAPL_Package\d+_DRAM$/i, 'dram'],
  [/^RAPL_Package\d+_PP0$/i, 'core'],
  [/^RAPL_Package\d+_Core\d+_CORE$/i, 'core'],
  [/^RAPL_Package\d+_PP1$/i, 'uncore'],
  [/^(RAPL_Package\d+_)?PSYS$/i, 'psys'],
  [/^cpu_cluster_\d+$/i, 'core'],
  [/^soc$/i, 'soc'],
  [/^gpu$/i, 'gpu'],
  [/^npu$/i, 'npu'],
  [/^memory$/i, 'dram'],
  [/^(system|sys)$/i, 'psys'],
];

/** In this order: the first that is there is what the machine's work is measured by. */
const SUMS: readonly (readonly Domain[])[] = [['package', 'dram'], ['soc'], ['psys']];

/** A counter, as long as it is not known what it measures. */
export interface NamedCount {
  readonly name: string;
  readonly energyPwh: bigint;
}

export interface EnergyRail<T extends NamedCount> {
  readonly channel: T;
  readonly domain: Domain;
}

/** One joule, pWh. */
const JOULE_PWH = 277_777_778n;

/**
 * The channels that are counted. Left out are: names that are not known, `_Total` (it adds what lies
 * inside each other), single cores where their sum is there, and channels that a second device mirrors.
 */
export function energyRails<T extends NamedCount>(channels: readonly T[]): EnergyRail<T>[] {
  const rails = channels.flatMap((channel, index) => {
    const domain = DOMAIN_OF.find(([pattern]) => pattern.test(channel.name))?.[1];
    const mirrored = channels.slice(0, index).some((earlier) => isMirror(earlier, channel));
    return domain === undefined || mirrored ? [] : [{ channel, domain }];
  });
  const hasSum = rails.some(({ channel }) => /_PP0$/i.test(channel.name));
  return hasSum ? rails.filter(({ channel }) => !/_CORE$/i.test(channel.name)) : rails;
}

/** Equal names with counts that two readings of one register could show: within 1e-6, or a joule. */
function isMirror(one: NamedCount, other: NamedCount): boolean {
  if (one.name.toLowerCase() !== other.name.toLowerCase()) return false;
  const apart =
    one.energyPwh > other.energyPwh ? one.energyPwh - other.energyPwh : other.energyPwh - one.energyPwh;
  return apart <= JOULE_PWH || apart * 1_000_000n <= one.energyPwh;
}

/** The domains that do not overlap; fault `meter-missing` where none of them is the processor or more. */
export function summedDomains(domains: readonly Domain[], source: string): Domain[] {
  const sum = SUMS.find(([leading]) => leading !== undefined && domains.includes(leading));
  if (sum === undefined) throw new Fault('meter-missing', `${source} measures no processor`);
  return sum.filter((domain) => domains.includes(domain));
}
