/** Thermal throttling that the processor counts: Intel's `thermal_throttle`. */
import { readWhole, type HostTree } from './host-tree.ts';

const CPUS = 'devices/system/cpu';

/** One processor's counts since the start. */
export interface ThrottleCounts {
  readonly cpu: string;
  /** Packages are told apart by this; null where the system does not say. */
  readonly packageId: string | null;
  readonly coreId: string | null;
  readonly packageCount: number | null;
  readonly coreCount: number | null;
}

export async function readThrottleCounts(tree: HostTree): Promise<ThrottleCounts[]> {
  const cpus = (await tree.list(CPUS)).filter((name) => /^cpu\d+$/.test(name));
  const counts = await Promise.all(
    cpus.map(async (cpu) => {
      const [packageCount, coreCount, packageId, coreId] = await Promise.all([
        readWhole(tree, packageFile(cpu)),
        readWhole(tree, coreFile(cpu)),
        tree.readText(`${CPUS}/${cpu}/topology/physical_package_id`),
        tree.readText(`${CPUS}/${cpu}/topology/core_id`),
      ]);
      return { cpu, packageId, coreId, packageCount, coreCount };
    }),
  );
  return counts.filter(({ packageCount, coreCount }) => packageCount !== null || coreCount !== null);
}

const packageFile = (cpu: string) => `${CPUS}/${cpu}/thermal_throttle/package_throttle_count`;
const coreFile = (cpu: string) => `${CPUS}/${cpu}/thermal_throttle/core_throttle_count`;

/** Files whose sum counts every event once. */
export interface ThrottleFiles {
  readonly packages: readonly string[];
  readonly cores: readonly string[];
}

/**
 * A package's count repeats on each of its processors, a core's on each of its threads: one of each is
 * taken. Where the system does not tell the packages apart, processors with the same count now are
 * taken for one; the choice then stays, so that the sum never falls.
 */
export function throttleFiles(counts: readonly ThrottleCounts[]): ThrottleFiles {
  const packages = new Map<string, string>();
  const cores = new Map<string, string>();
  for (const { cpu, packageId, coreId, packageCount, coreCount } of counts) {
    const inPackage = packageId === null ? `count ${packageCount}` : `package ${packageId}`;
    if (packageCount !== null && !packages.has(inPackage)) packages.set(inPackage, packageFile(cpu));
    const inCore = packageId === null || coreId === null ? cpu : `${packageId}:${coreId}`;
    if (coreCount !== null && !cores.has(inCore)) cores.set(inCore, coreFile(cpu));
  }
  return { packages: [...packages.values()], cores: [...cores.values()] };
}

/** Events since the start; null where there is nothing to count, or one file cannot be read. */
export async function readThrottleSum(tree: HostTree, files: readonly string[]): Promise<number | null> {
  if (files.length === 0) return null;
  const counts = await Promise.all(files.map((file) => readWhole(tree, file)));
  return counts.reduce(
    (sum, count) => (sum === null || count === null ? null : sum + count),
    0 as number | null,
  );
}
