/** Chips of Linux's hwmon, found by their names: their numbers change from start to start. */
import { Fault } from '#core/errors.ts';
import { orNull, type SystemTree } from './system-tree.ts';

const HWMON = 'class/hwmon';

export interface HwmonChip {
  /** Folder in the tree, e.g. `class/hwmon/hwmon3`. */
  readonly folder: string;
  /** As the driver names it: `amdgpu`, `xe`, `ina3221`, `coretemp`. */
  readonly name: string;
  readonly files: ReadonlySet<string>;
}

/** In the order of their devices, which stays from start to start. None where there is no hwmon. */
export async function findChips(tree: SystemTree): Promise<HwmonChip[]> {
  const numbers = (await orNull(tree.list(HWMON))) ?? [];
  const found = await Promise.all(
    numbers.map(async (number) => {
      const folder = `${HWMON}/${number}`;
      const [name, files, link] = await Promise.all([
        orNull(tree.readText(`${folder}/name`)),
        orNull(tree.list(folder)),
        tree.linkTarget(folder),
      ]);
      if (name === null || name === '' || files === null) return [];
      return [{ chip: { folder, name, files: new Set(files) }, device: link ?? folder }];
    }),
  );
  return found
    .flat()
    .sort((a, b) => (a.device < b.device ? -1 : 1))
    .map(({ chip }) => chip);
}

export async function isAsleep(tree: SystemTree, { folder }: HwmonChip): Promise<boolean> {
  return (await orNull(tree.readText(`${folder}/device/power/runtime_status`))) === 'suspended';
}

/** A card that sleeps is woken by reading its sensors: then they show the waking, not its idle power. */
export async function refuseAsleep(tree: SystemTree, chip: HwmonChip): Promise<void> {
  if (!(await isAsleep(tree, chip))) return;
  const where = `${chip.name} (${tree.root}/${chip.folder})`;
  throw new Fault('meter-not-source', `${where} sleeps, and reading would wake it`, {
    remedy: 'Start something that uses the card, or keep it awake, and look again.',
  });
}
