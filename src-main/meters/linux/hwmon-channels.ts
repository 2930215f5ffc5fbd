/** Power and energy channels of a hwmon chip, by the kernel's naming of their files. */
import { Fault } from '#core/errors.ts';
import type { HwmonChip } from './hwmon-chips.ts';
import { orNull, readCount, readInteger, type SystemTree } from './system-tree.ts';

export interface HwmonChannel {
  readonly chip: HwmonChip;
  /** `rail`: power is voltage × current of two files. */
  readonly kind: 'power' | 'energy' | 'rail';
  readonly number: number;
  /** As the driver or the device tree names it; null where nobody does. */
  readonly label: string | null;
  /** Names of the files that are read; of `power` the first that can be read. */
  readonly files: readonly string[];
}

/** The first is smoothed by the driver; most cards have only one of them, and it is not always readable. */
const POWER_FILES = ['average', 'input'];
/** Inputs of the INA3221 proper; above them come shunt voltages and the sum of the currents. */
const RAILS = [1, 2, 3];

/** All channels but those that are switched off or not connected. */
export async function listChannels(tree: SystemTree, chip: HwmonChip): Promise<HwmonChannel[]> {
  const channels = /^ina3221/.test(chip.name) ? railsOf(chip) : namedChannelsOf(chip);
  const listed = await Promise.all(
    channels.map(async ({ prefix, ...channel }) => {
      const [enabled, own, whole] = await Promise.all([
        readIfThere(tree, chip, `${prefix}_enable`),
        readIfThere(tree, chip, `${prefix}_label`),
        readIfThere(tree, chip, 'label'),
      ]);
      const label = own ?? whole;
      return enabled === '0' || label === 'NC' ? [] : [{ ...channel, label }];
    }),
  );
  return listed.flat();
}

type UnlabelledChannel = Omit<HwmonChannel, 'label'> & { readonly prefix: string };

function railsOf(chip: HwmonChip): UnlabelledChannel[] {
  return RAILS.flatMap((number) => {
    const files = [`in${number}_input`, `curr${number}_input`];
    if (!files.every((file) => chip.files.has(file))) return [];
    return [{ chip, kind: 'rail' as const, number, files, prefix: `in${number}` }];
  });
}

function namedChannelsOf(chip: HwmonChip): UnlabelledChannel[] {
  const prefixes = [...chip.files].flatMap(
    (file) => /^((?:power|energy)\d+)_(?:input|average)$/.exec(file)?.[1] ?? [],
  );
  return [...new Set(prefixes)].sort(byNumber).map((prefix) => {
    const kind = prefix.startsWith('power') ? ('power' as const) : ('energy' as const);
    const endings = kind === 'power' ? POWER_FILES : ['input'];
    const files = endings.map((ending) => `${prefix}_${ending}`).filter((file) => chip.files.has(file));
    return { chip, kind, number: numberOf(prefix), files, prefix };
  });
}

const numberOf = (prefix: string): number => Number(/\d+$/.exec(prefix)?.[0]);
const byNumber = (a: string, b: string): number => numberOf(a) - numberOf(b);

async function readIfThere(tree: SystemTree, { folder, files }: HwmonChip, file: string) {
  if (!files.has(file)) return null;
  const text = await orNull(tree.readText(`${folder}/${file}`));
  return text === '' ? null : text;
}

/** W; may be negative on a rail that feeds back. Faults of the reading; drivers also say EINVAL, ENODATA. */
export async function readPowerW(tree: SystemTree, channel: HwmonChannel): Promise<number> {
  const paths = channel.files.map((file) => `${channel.chip.folder}/${file}`);
  if (channel.kind === 'rail') {
    const [milliV = NaN, milliA = NaN] = await Promise.all(paths.map((path) => readInteger(tree, path)));
    return (milliV * milliA) / 1e6;
  }
  let first: Fault | null = null;
  for (const path of paths) {
    try {
      return (await readInteger(tree, path)) / 1e6;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      first ??= error;
    }
  }
  throw first ?? new Fault('meter-missing', `${tree.root}/${channel.chip.folder} has no power file`);
}

/** µJ since some moment; a decrease is a reset, since no file tells a range. */
export function readEnergyUj(tree: SystemTree, { chip, files }: HwmonChannel): Promise<bigint> {
  return readCount(tree, `${chip.folder}/${files[0] ?? 'energy1_input'}`);
}
