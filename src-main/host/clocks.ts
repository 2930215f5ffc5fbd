/** Clocks of the processors, as the driver of cpufreq tells them: its view, not a measurement. */
import { readWhole, type HostTree } from './host-tree.ts';

/** Frequencies outside are not those of a processor that runs, Hz. */
const PLAUSIBLE_HZ = { above: 100e6, below: 10e9 };

const CPUS = 'devices/system/cpu';

/** Files in kHz by processor (`cpu0`). */
export async function findClocks(tree: HostTree): Promise<ReadonlyMap<string, string>> {
  const clocks = new Map<string, string>();
  for (const cpu of (await tree.list(CPUS)).filter((name) => /^cpu\d+$/.test(name))) {
    const path = `${CPUS}/${cpu}/cpufreq/scaling_cur_freq`;
    if ((await readWhole(tree, path)) !== null) clocks.set(cpu, path);
  }
  return clocks;
}

export function plausibleHz(frequencyHz: number): number | null {
  return frequencyHz > PLAUSIBLE_HZ.above && frequencyHz < PLAUSIBLE_HZ.below ? frequencyHz : null;
}

/** Of the fastest processor: that is the one under load; the idle ones' would only blur it. */
export function topHz(frequenciesHz: readonly (number | null)[]): number | null {
  const plausible = frequenciesHz.flatMap((hz) => (hz === null ? [] : (plausibleHz(hz) ?? [])));
  return plausible.length === 0 ? null : Math.max(...plausible);
}
