/** Temperature sensors of Linux: hwmon chips and thermal zones, and which of them are the processor's. */
import { readWhole, type HostTree } from './host-tree.ts';

export interface TemperatureSensor {
  /** Name of the hwmon chip (`coretemp`, `k10temp`), or `thermal_zone`. */
  readonly chip: string;
  /** The chip's label (`Package id 0`, `Tctl`) or the zone's type; null where it has none. */
  readonly label: string | null;
  /** File in m°C. */
  readonly path: string;
}

/** Temperatures outside are a sensor's way of saying that it knows nothing, °C. */
const PLAUSIBLE_C = { above: 0, below: 125 };

/** °C; null where nothing, or nothing believable, can be read. */
export async function readTemperatureC(tree: HostTree, { path }: TemperatureSensor): Promise<number | null> {
  const milliC = await readWhole(tree, path);
  return milliC === null ? null : plausibleC(milliC / 1000);
}

export function plausibleC(celsius: number): number | null {
  return celsius > PLAUSIBLE_C.above && celsius < PLAUSIBLE_C.below ? celsius : null;
}

export async function findTemperatures(tree: HostTree): Promise<TemperatureSensor[]> {
  const [chips, zones] = await Promise.all([tree.list('class/hwmon'), tree.list('class/thermal')]);
  const found = await Promise.all([
    ...chips.map((chip) => sensorsOfChip(tree, `class/hwmon/${chip}`)),
    ...zones.filter((zone) => zone.startsWith('thermal_zone')).map((zone) => sensorOfZone(tree, zone)),
  ]);
  return found.flat();
}

async function sensorsOfChip(tree: HostTree, folder: string): Promise<TemperatureSensor[]> {
  const chip = await tree.readText(`${folder}/name`);
  if (chip === null || chip === '') return [];
  const inputs = (await tree.list(folder)).filter((file) => /^temp\d+_input$/.test(file));
  return Promise.all(
    inputs.map(async (input) => ({
      chip,
      label: (await tree.readText(`${folder}/${input.replace('_input', '_label')}`)) || null,
      path: `${folder}/${input}`,
    })),
  );
}

async function sensorOfZone(tree: HostTree, zone: string): Promise<TemperatureSensor[]> {
  const label = await tree.readText(`class/thermal/${zone}/type`);
  return label === null ? [] : [{ chip: 'thermal_zone', label, path: `class/thermal/${zone}/temp` }];
}

type Matcher = (sensor: TemperatureSensor) => boolean;

const chipIs =
  (chip: RegExp, label: RegExp): Matcher =>
  (sensor) =>
    chip.test(sensor.chip) && label.test(sensor.label ?? '');

const AMD = /^(k10temp|zenpower)$/;
const ZONE = /^thermal_zone$/;

/**
 * Best first. All sensors of the first that fits are the processor's, one a package. Tctl may carry an
 * offset on old parts, Tdie does not. acpitz is a place on the board, and not here.
 */
const PROCESSORS: readonly Matcher[] = [
  chipIs(/^coretemp$/, /^(Package|Physical) id \d+$/),
  chipIs(AMD, /^Tdie$/),
  chipIs(AMD, /^Tctl$/),
  // The first families that k10temp knew have one sensor without a label.
  chipIs(AMD, /^$/),
  chipIs(ZONE, /^x86_pkg_temp$/),
  chipIs(/^coretemp$/, /^Core \d+$/),
  chipIs(ZONE, /^TCPU/),
  ({ chip, label }) => /cpu[-_]?therm|^bcm2835_thermal$/i.test(ZONE.test(chip) ? (label ?? '') : chip),
  ({ chip, label }) => /soc[-_]?therm|^tj[-_]therm/i.test(ZONE.test(chip) ? (label ?? '') : chip),
];

/** The processor's sensors among those that can be read; their highest value is its temperature. */
export function processorSensors(readable: readonly TemperatureSensor[]): TemperatureSensor[] {
  const matcher = PROCESSORS.find((fits) => readable.some(fits));
  return matcher === undefined ? [] : readable.filter(matcher);
}
