/** How Linux rules the processors' clocks, and the power profile that the firmware offers. */
import type { ClockPolicy } from '#core/advice.ts';
import type { HostTree } from './host-tree.ts';

const POLICIES = 'devices/system/cpu/cpufreq';

/** Each way once; null where the system tells none (a virtual machine, another system). */
export async function readClockPolicies(tree: HostTree): Promise<ClockPolicy[] | null> {
  const folders = (await tree.list(POLICIES)).filter((name) => /^policy\d+$/.test(name));
  const all = await Promise.all(
    folders.map(async (folder) => {
      const [governor, driver, preference] = await Promise.all(
        ['scaling_governor', 'scaling_driver', 'energy_performance_preference'].map((file) =>
          tree.readText(`${POLICIES}/${folder}/${file}`),
        ),
      );
      return governor ? [{ driver: driver || null, governor, preference: preference || null }] : [];
    }),
  );
  const once = new Map(all.flat().map((policy) => [JSON.stringify(policy), policy]));
  return once.size === 0 ? null : [...once.values()];
}

/** E.g. `low-power`, `balanced`, `performance`; null where the firmware offers none. */
export async function readPowerProfile(tree: HostTree): Promise<string | null> {
  return (await tree.readText('firmware/acpi/platform_profile')) || null;
}
