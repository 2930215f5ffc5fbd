/** Conditions of this machine beside each window. What cannot be read is null, never 0. */
import { availableParallelism, cpus, type CpuInfo } from 'node:os';
import type { Conditions, Host } from '#core/ports.ts';
import { findClocks, topHz } from './clocks.ts';
import { hostTree, readWhole, type HostTree } from './host-tree.ts';
import { monotonicNowS } from './monotonic-clock.ts';
import { findPiThrottle } from './pi-throttled.ts';
import { findPowerSource, readOnMains } from './power-source.ts';
import { findTemperatures, processorSensors, readTemperatureC } from './temperatures.ts';
import { readThrottleCounts, readThrottleSum, throttleFiles } from './throttle-counts.ts';

export const openHost = (sysfsRoot: string): Promise<Host> =>
  openHostTree(hostTree(sysfsRoot), sysfsRoot === '/sys');

/** @param real whether the tree is this machine's own, so that its programs may be asked, too */
export async function openHostTree(tree: HostTree, real: boolean): Promise<Host> {
  const [readC, clocks, countThrottle, source] = await Promise.all([
    openTemperature(tree),
    findClocks(tree),
    openThrottle(tree, real),
    findPowerSource(tree),
  ]);
  return {
    logicalCpus: availableParallelism(),
    async conditions(): Promise<Conditions> {
      const processors = cpus();
      const [temperatureC, kilohertz, throttleCount, onMains] = await Promise.all([
        readC(),
        Promise.all([...clocks.values()].map((file) => readWhole(tree, file))),
        countThrottle(),
        readOnMains(tree, source),
      ]);
      const { user, system } = process.cpuUsage();
      const told = kilohertz.map((kHz) => (kHz === null ? null : kHz * 1000));
      return {
        atS: monotonicNowS(),
        wallS: Date.now() / 1000,
        busyCpuSeconds: busyCpuSeconds(processors),
        ownCpuSeconds: (user + system) / 1e6,
        temperatureC,
        frequencyHz: topHz(clocks.size > 0 ? told : processors.map(({ speed }) => speed * 1e6)),
        throttleCount,
        onMains,
      };
    },
  };
}

/** All but idle time of all processors since boot, s; null where the system does not tell. */
function busyCpuSeconds(list: readonly CpuInfo[]): number | null {
  if (list.length === 0) return null;
  return list.reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000;
}

/** Of the hottest package. */
async function openTemperature(tree: HostTree): Promise<() => Promise<number | null>> {
  const all = await findTemperatures(tree);
  const now = await Promise.all(all.map((sensor) => readTemperatureC(tree, sensor)));
  const sensors = processorSensors(all.filter((_, index) => now[index] !== null));
  return async () => {
    const read = await Promise.all(sensors.map((sensor) => readTemperatureC(tree, sensor)));
    const known = read.filter((celsius) => celsius !== null);
    return known.length === 0 ? null : Math.max(...known);
  };
}

async function openThrottle(tree: HostTree, real: boolean): Promise<() => Promise<number | null>> {
  const { packages, cores } = throttleFiles(await readThrottleCounts(tree));
  const files = [...packages, ...cores];
  if (files.length > 0) return () => readThrottleSum(tree, files);
  return (await findPiThrottle(tree, real)) ?? (() => Promise.resolve(null));
}
