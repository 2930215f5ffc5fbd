/**
 * What the kernel counts of a process's use of a GPU, from the texts of /proc/self/fdinfo (Linux,
 * Documentation/gpu/drm-usage-stats.rst). NVIDIA's own driver has no such counts.
 */

/** Counts of one kernel driver; the units differ by driver (ns or cycles), so only a change says something. */
export type EngineCounts = ReadonlyMap<string, bigint>;

const DRIVER = /^drm-driver:\s*(\S+)$/m;
/** Busy time, or busy cycles (xe has only these). `drm-engine-capacity-…` is a number of engines. */
const BUSY = /^drm-(?:engine-(?!capacity-)|cycles-)\S+:\s*(\d+)/gm;

/** Counts by kernel driver. A client that has several descriptors is counted for each: they move together. */
export function engineCounts(fdinfos: readonly string[]): EngineCounts {
  const counts = new Map<string, bigint>();
  for (const text of fdinfos) {
    const driver = DRIVER.exec(text)?.[1];
    if (driver === undefined) continue;
    const busy = [...text.matchAll(BUSY)].reduce((sum, [, count = '0']) => sum + BigInt(count), 0n);
    counts.set(driver, (counts.get(driver) ?? 0n) + busy);
  }
  return counts;
}

/** Kernel drivers whose engines worked for this process between the two. */
export function enginesThatWorked(before: EngineCounts, after: EngineCounts): string[] {
  return [...after].flatMap(([driver, count]) => (count > (before.get(driver) ?? 0n) ? [driver] : []));
}
