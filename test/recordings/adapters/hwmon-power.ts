import { listChannels, readEnergyUj, readPowerW, type HwmonChannel } from '#meters/linux/hwmon-channels.ts';
import { findChips, type HwmonChip } from '#meters/linux/hwmon-chips.ts';
import { planMeters } from '#meters/linux/hwmon-roles.ts';
import { orNull, readInteger, type SystemTree } from '#meters/linux/system-tree.ts';
import type { Given, JsonObject } from '../checks.ts';
import { namedHwmon, recordedTree, recordedTrees } from '../recorded-tree.ts';
import type { Adapter } from '../recording.ts';

export const adapter: Adapter = {
  kinds: /^hwmon/,
  async replay(recording, checks) {
    const given: Given[] = [];
    for (const root of recordedTrees(recording)) {
      const tree = namedHwmon(recordedTree(recording, root));
      const chips = await findChips(tree);
      const channels = (await Promise.all(chips.map((chip) => listChannels(tree, chip)))).flat();
      const plans = planMeters(chips, channels);
      for (const channel of channels) {
        const domains = plans.flatMap((plan) => (plan.channels.includes(channel) ? [plan.domain] : []));
        given.push(...(await channelGiven(tree, channel, [root, ...domains])));
      }
      for (const chip of chips) given.push(...(await otherInputs(tree, chip, root)));
    }
    checks.readings(given);
    checks.readings([...given, ...meanPowers(given, checks.expected)], 'derived_readings');
    for (const table of ['rails', 'channels', 'limits']) checks.table(table, given);
    checks.notAvailable(given);
  },
};

const namesOf = (chip: HwmonChip): string[] => [chip.folder.split('/').at(-1) ?? '', chip.name];

async function channelGiven(
  tree: SystemTree,
  channel: HwmonChannel,
  more: readonly string[],
): Promise<Given[]> {
  const { chip, kind, label, files, number } = channel;
  const names = [...more, ...namesOf(chip), label ?? '', `${kind}${number}`, ...files];
  if (kind === 'energy') {
    const energyUj = await orNull(readEnergyUj(tree, channel));
    const value = energyUj === null ? null : Number(energyUj);
    return [{ names: [...names, 'energy counter'], value, unit: 'uJ' }];
  }
  return [{ names: [...names, 'power'], value: await orNull(readPowerW(tree, channel)), unit: 'W' }];
}

/** What the meters do not use but recordings tell: voltages, currents, limits, in the kernel's units. */
const OTHERS: readonly (readonly [pattern: RegExp, quantity: string, unit: string])[] = [
  [/^in\d+_input$/, 'voltage', 'mV'],
  [/^curr\d+_input$/, 'current', 'mA'],
  [/^temp\d+_input$/, 'temperature', 'm°C'],
  [/^power\d+_(cap|max|crit|rated_max|cap_default|cap_max|cap_min)$/, 'power limit', 'uW'],
  [/^freq\d+_input$/, 'frequency', 'Hz'],
  [/^fan\d+_input$/, 'fan', 'rpm'],
];

async function otherInputs(tree: SystemTree, chip: HwmonChip, root: string): Promise<Given[]> {
  const given: Given[] = [];
  for (const file of chip.files) {
    const [, quantity, unit] = OTHERS.find(([pattern]) => pattern.test(file)) ?? [];
    if (quantity === undefined || unit === undefined) continue;
    const prefix = file.replace(/_.*/, '');
    const label = (await orNull(tree.readText(`${chip.folder}/${prefix}_label`))) ?? '';
    const value = await orNull(readInteger(tree, `${chip.folder}/${file}`));
    given.push({ names: [root, ...namesOf(chip), label, prefix, file, quantity], value, unit });
  }
  return given;
}

/** Where one energy was recorded twice: its difference by the time that expected.json tells. */
function meanPowers(given: readonly Given[], expected: JsonObject): Given[] {
  const seconds = Object.entries(expected).find(([key]) => /^(seconds|elapsed_s|interval_s)$/.test(key))?.[1];
  if (typeof seconds !== 'number') return [];
  const energies = given.filter(({ unit, value }) => unit === 'uJ' && value !== null);
  const [first, last] = [energies[0]?.value ?? NaN, energies.at(-1)?.value ?? NaN];
  return [{ names: ['mean power'], value: (last - first) / 1e6 / seconds, unit: 'W' }];
}
