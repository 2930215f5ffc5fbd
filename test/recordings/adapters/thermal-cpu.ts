import { findClocks, plausibleHz } from '#host/clocks.ts';
import { readWhole, type HostTree } from '#host/host-tree.ts';
import {
  findTemperatures,
  processorSensors,
  readTemperatureC,
  type TemperatureSensor,
} from '#host/temperatures.ts';
import { readThrottleCounts, readThrottleSum, throttleFiles } from '#host/throttle-counts.ts';
import { hostView } from '#test/support/sysfs/listed-host.ts';
import type { Checks, Given, Json } from '../checks.ts';
import { namedHwmon, recordedTree, recordedTrees } from '../recorded-tree.ts';
import type { Adapter } from '../recording.ts';

export const adapter: Adapter = {
  kinds: /^thermal/,
  async replay(recording, checks) {
    for (const root of recordedTrees(recording)) {
      const recorded = namedHwmon(recordedTree(recording, root));
      const tree = hostView(recorded);
      const sensors = await findTemperatures(tree);
      const given: Given[] = [];
      const shown: Given[] = [];
      for (const sensor of sensors) {
        const path = (await recorded.linkTarget(sensor.path)) ?? sensor.path;
        const celsius = await readTemperatureC(tree, sensor);
        given.push(givenOf(sensor, path, celsius));
        // Some recordings tell what cannot be as it is shown, others that it is nothing.
        const milliC = await readWhole(tree, sensor.path);
        if (celsius === null && milliC !== null) shown.push(givenOf(sensor, path, milliC / 1000));
      }
      checks.readings([...given, ...shown]);
      for (const table of ['zones', 'zones_C', 'temperatures_C'])
        checks.table(table, [...given, ...shown], 'C');
      await compareProcessor(checks, tree, sensors);
      await compareClocks(checks, tree);
      await compareThrottling(checks, tree);
      checks.notAvailable(given);
    }
  },
};

function givenOf({ chip, label }: TemperatureSensor, path: string, value: number | null): Given {
  // `coretemp.0` is in the path only where the recording has the device's own folder.
  return { names: [chip, label ?? '', path, 'temperature'], value, unit: 'C' };
}

async function compareProcessor(
  checks: Checks,
  tree: HostTree,
  sensors: readonly TemperatureSensor[],
): Promise<void> {
  const readable: TemperatureSensor[] = [];
  for (const sensor of sensors) if ((await readTemperatureC(tree, sensor)) !== null) readable.push(sensor);
  const chosen = await Promise.all(
    processorSensors(readable).map((sensor) => readTemperatureC(tree, sensor)),
  );
  const packages = checks.take('package_temperature_C');
  if (Array.isArray(packages)) checks.same('packages', sorted(packages as number[]), sorted(chosen));
  else if (packages !== undefined) checks.same('package', packages, chosen[0] ?? null);
  const whole = checks.take('cpu_temperature_C');
  const hottest = chosen.length === 0 ? null : Math.max(...chosen.map((celsius) => celsius ?? NaN));
  if (whole !== undefined) checks.same('processor', whole, hottest);
}

const sorted = (values: readonly (number | null)[]): Json => [...values].sort((a, b) => (a ?? 0) - (b ?? 0));

/** What is shown, and null for what no processor runs at: recordings tell either. */
async function compareClocks(checks: Checks, tree: HostTree): Promise<void> {
  const given: Given[] = [];
  for (const [cpu, path] of await findClocks(tree)) {
    const kHz = await readWhole(tree, path);
    given.push({ names: [cpu], value: kHz, unit: 'kHz' });
    if (kHz !== null && plausibleHz(kHz * 1000) === null)
      given.push({ names: [cpu], value: null, unit: 'kHz' });
  }
  checks.table('cpu_freq_kHz', given, 'kHz');
}

async function compareThrottling(checks: Checks, tree: HostTree): Promise<void> {
  const counts = await readThrottleCounts(tree);
  const given = counts.flatMap(({ cpu, packageCount, coreCount }): Given[] => [
    { names: [cpu, 'package'], value: packageCount, unit: '' },
    { names: [cpu, 'core'], value: coreCount, unit: '' },
  ]);
  checks.table('throttle_counts', given, '');
  const { packages, cores } = throttleFiles(counts);
  const sums: Given[] = [
    { names: ['package_throttle_events_total'], value: await readThrottleSum(tree, packages), unit: '' },
    { names: ['core_throttle_events_total'], value: await readThrottleSum(tree, cores), unit: '' },
  ];
  checks.table('derived', sums, '');
}
