/** Conditions of this machine beside each window. What cannot be read is null, never 0. */
import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import type { Conditions, Host } from '#core/ports.ts';
import { monotonicNowS } from './monotonic-clock.ts';

/** Temperatures outside are a sensor's way of saying that it knows nothing, °C. */
const PLAUSIBLE_C = { above: 0, below: 125 };
/** Frequencies outside are not those of a processor that runs, Hz. */
const PLAUSIBLE_HZ = { above: 100e6, below: 10e9 };
/** Zones and chips that tell the processor's temperature, best first. */
const CPU_ZONES = [/^x86_pkg_temp$/, /^TCPU/, /cpu[-_]?thermal/i, /^soc[-_]?thermal/i];

export async function openHost(sysfsRoot: string): Promise<Host> {
  const temperatureFile = await findTemperatureFile(sysfsRoot);
  const throttleFiles = await findThrottleFiles(sysfsRoot);
  const mainsFile = await findMainsFile(sysfsRoot);
  return {
    logicalCpus: availableParallelism(),
    async conditions(): Promise<Conditions> {
      const [milliC, onMains, throttleCounts] = await Promise.all([
        temperatureFile === null ? null : readNumber(temperatureFile),
        mainsFile === null ? null : readNumber(mainsFile),
        Promise.all(throttleFiles.map(readNumber)),
      ]);
      const { user, system } = process.cpuUsage();
      return {
        atS: monotonicNowS(),
        wallS: Date.now() / 1000,
        busyCpuSeconds: busyCpuSeconds(),
        ownCpuSeconds: (user + system) / 1e6,
        temperatureC: milliC === null ? null : within(milliC / 1000, PLAUSIBLE_C),
        frequencyHz: topFrequencyHz(),
        throttleCount: sumOrNull(throttleCounts),
        onMains: onMains === null ? null : onMains === 1,
      };
    },
  };
}

/** All but idle time of all processors since boot, s; null where the system does not tell. */
function busyCpuSeconds(): number | null {
  const list = cpus();
  if (list.length === 0) return null;
  return list.reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000;
}

/** Of the fastest processor: that is the one under load; the idle ones' would only blur it. */
function topFrequencyHz(): number | null {
  const speeds = cpus().flatMap(({ speed }) => within(speed * 1e6, PLAUSIBLE_HZ) ?? []);
  return speeds.length === 0 ? null : Math.max(...speeds);
}

async function findTemperatureFile(sysfsRoot: string): Promise<string | null> {
  const folder = join(sysfsRoot, 'class/thermal');
  const zones = (await list(folder)).filter((name) => name.startsWith('thermal_zone'));
  const types = await Promise.all(zones.map((zone) => readText(join(folder, zone, 'type'))));
  for (const pattern of CPU_ZONES) {
    const zone = zones[types.findIndex((type) => type !== null && pattern.test(type))];
    if (zone !== undefined) return join(folder, zone, 'temp');
  }
  return null;
}

/** One processor a package: the package's count repeats on each of them. */
async function findThrottleFiles(sysfsRoot: string): Promise<string[]> {
  const folder = join(sysfsRoot, 'devices/system/cpu');
  const byPackage = new Map<string, string>();
  for (const name of (await list(folder)).filter((entry) => /^cpu\d+$/.test(entry))) {
    const file = join(folder, name, 'thermal_throttle/package_throttle_count');
    if ((await readNumber(file)) === null) continue;
    const packageId = await readText(join(folder, name, 'topology/physical_package_id'));
    if (packageId !== null && !byPackage.has(packageId)) byPackage.set(packageId, file);
  }
  return [...byPackage.values()];
}

/** `online` of the first supply of type Mains: 1 plugged in, 0 on battery. */
async function findMainsFile(sysfsRoot: string): Promise<string | null> {
  const folder = join(sysfsRoot, 'class/power_supply');
  for (const name of await list(folder)) {
    if ((await readText(join(folder, name, 'type'))) === 'Mains') return join(folder, name, 'online');
  }
  return null;
}

function within(value: number, limits: { above: number; below: number }): number | null {
  return value > limits.above && value < limits.below ? value : null;
}

function sumOrNull(values: readonly (number | null)[]): number | null {
  if (values.length === 0 || values.includes(null)) return null;
  return values.reduce<number>((sum, value) => sum + (value as number), 0);
}

/** A folder that is not there has nothing to tell. */
const list = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

const readText = (file: string): Promise<string | null> =>
  readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => null,
  );

async function readNumber(file: string): Promise<number | null> {
  const text = await readText(file);
  return text !== null && /^-?\d+$/.test(text) ? Number(text) : null;
}
