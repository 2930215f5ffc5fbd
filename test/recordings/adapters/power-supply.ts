import { batterySample, parseUevent, type BatterySample } from '#meters/linux/battery-parse.ts';
import { findSupplies, isOnline, POWER_SUPPLY, readBatteryFiles } from '#meters/linux/power-supplies.ts';
import { orNull, type SystemTree } from '#meters/linux/system-tree.ts';
import type { Checks, Given, Json } from '../checks.ts';
import { recordedTree, recordedTrees } from '../recorded-tree.ts';
import type { Adapter } from '../recording.ts';

export const adapter: Adapter = {
  kinds: /^(power_supply|linux_battery|battery_linux)/,
  async replay(recording, checks) {
    for (const root of recordedTrees(recording)) {
      const tree = recordedTree(recording, root);
      const files = await samplesOf(tree, (folder) => orNull(readBatteryFiles(tree, folder)));
      const uevents = await samplesOf(tree, async (folder) => {
        const text = await orNull(tree.readText(`${folder}/uevent`));
        return text === null ? null : batterySample(parseUevent(text));
      });
      const online = await onlineOf(tree);
      // They may have been recorded at two moments: one of them must agree with all that is expected.
      await checks.best([files, uevents].map((samples) => (own) => compare(own, samples, online)));
    }
  },
};

type Samples = ReadonlyMap<string, BatterySample>;

async function samplesOf(
  tree: SystemTree,
  read: (folder: string) => Promise<BatterySample | null>,
): Promise<Samples> {
  const samples = new Map<string, BatterySample>();
  for (const folder of (await findSupplies(tree)).batteries) {
    const sample = await read(folder);
    if (sample !== null) samples.set(nameOf(folder), sample);
  }
  return samples;
}

const nameOf = (folder: string): string => folder.slice(POWER_SUPPLY.length + 1);

async function onlineOf(tree: SystemTree): Promise<ReadonlyMap<string, boolean | null>> {
  const { chargers } = await findSupplies(tree);
  const entries = chargers.map(async (folder) => [nameOf(folder), await isOnline(tree, folder)] as const);
  return new Map(await Promise.all(entries));
}

function compare(checks: Checks, samples: Samples, online: ReadonlyMap<string, boolean | null>): void {
  const given = [...samples].flatMap(([name, sample]) => givenOf(name, sample));
  for (const [name, isOn] of online) {
    given.push({ names: [name, 'online'], value: isOn === null ? null : Number(isOn), unit: '' });
  }
  given.push({ names: ['total_power sum machine'], value: sumW(samples), unit: 'W' });
  checks.readings(given);
  checks.table('total_power_W', given);
  checks.table('derived', given);
  checks.notAvailable(given);
  compareStatus(checks, checks.take('status'), samples);
  for (const key of Object.keys(checks.expected).filter((name) => /_online$/.test(name))) {
    const isOn = online.get(key.replace('_online', ''));
    const expected = checks.take(key) ?? null;
    const told = isOn === undefined || isOn === null ? null : String(Number(isOn));
    checks.same(key, expected === null ? null : String(Number(expected)), told);
  }
  const family = checks.take('family');
  if (typeof family === 'string') {
    const charge = [...samples.values()].some(({ chargeNowAh }) => chargeNowAh !== null);
    checks.same('family', family.startsWith('charge'), charge);
  }
}

function sumW(samples: Samples): number | null {
  const powers = [...samples.values()].map(({ powerW }) => powerW ?? NaN);
  const sum = powers.reduce((total, powerW) => total + powerW, 0);
  return powers.length === 0 || Number.isNaN(sum) ? null : sum;
}

function compareStatus(checks: Checks, status: Json | undefined, samples: Samples): void {
  if (typeof status === 'string') {
    const [first] = samples.values();
    checks.same('status', status, first?.status ?? null);
  } else if (typeof status === 'object' && status !== null) {
    for (const [name, expected] of Object.entries(status)) {
      checks.same(`${name} status`, expected as Json, samples.get(name)?.status ?? null);
    }
  }
}

function givenOf(name: string, sample: BatterySample): Given[] {
  const { powerW, energyNowWh } = sample;
  const hoursLeft = powerW && energyNowWh !== null ? energyNowWh / powerW : null;
  const give = (quantity: string, value: number | null, unit: string): Given => ({
    names: [name, quantity],
    value,
    unit,
  });
  return [
    give('power', powerW, 'W'),
    give('current', sample.currentA, 'A'),
    give('voltage', sample.voltageV, 'V'),
    give('voltage_min_design', sample.voltageMinDesignV, 'V'),
    give('energy_now', energyNowWh, 'Wh'),
    give('energy_full', sample.energyFullWh, 'Wh'),
    give('energy_full_design', sample.energyFullDesignWh, 'Wh'),
    give('charge_now', sample.chargeNowAh, 'Ah'),
    give('charge_full', sample.chargeFullAh, 'Ah'),
    give('charge_full_design', sample.chargeFullDesignAh, 'Ah'),
    give('capacity', sample.capacityPercent, '%'),
    give('temperature temp', sample.temperatureC, 'C'),
    give('hours_left', hoursLeft, ''),
  ];
}
