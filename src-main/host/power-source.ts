/** Whether the machine draws from the mains, as Linux's power supplies tell it. */
import type { HostTree } from './host-tree.ts';

const SUPPLIES = 'class/power_supply';

export interface PowerSource {
  /** `online` of the chargers, of type Mains where there is one, else of type USB or Wireless. */
  readonly chargers: readonly string[];
  /** `status` of the machine's batteries. */
  readonly batteries: readonly string[];
}

export async function findPowerSource(tree: HostTree): Promise<PowerSource> {
  const supplies = await Promise.all(
    (await tree.list(SUPPLIES)).map(async (name) => {
      const folder = `${SUPPLIES}/${name}`;
      const [type, scope] = [await tree.readText(`${folder}/type`), await tree.readText(`${folder}/scope`)];
      return { folder, type: type ?? '', isDevice: scope === 'Device' };
    }),
  );
  const ofType = (pattern: RegExp, file: string) =>
    supplies
      .filter(({ type, isDevice }) => pattern.test(type) && !isDevice)
      .map(({ folder }) => `${folder}/${file}`);
  const mains = ofType(/^Mains$/, 'online');
  return {
    chargers: mains.length > 0 ? mains : ofType(/^(USB|Wireless)/, 'online'),
    batteries: ofType(/^Battery$/, 'status'),
  };
}

/** null where nothing tells. */
export async function readOnMains(tree: HostTree, source: PowerSource): Promise<boolean | null> {
  const online = await Promise.all(source.chargers.map((file) => tree.readText(file)));
  if (online.some((text) => text !== null && /^[1-9]$/.test(text))) return true;
  // A charger that says 0 settles it; where there is none, the batteries' own word does.
  if (online.some((text) => text === '0')) return false;
  const status = await Promise.all(source.batteries.map((file) => tree.readText(file)));
  if (status.includes('Discharging')) return false;
  return status.some((text) => text === 'Charging' || text === 'Full') ? true : null;
}
