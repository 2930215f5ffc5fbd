/** What a battery of Linux's power_supply says, from its uevent or its single files. Pure. */

/** Values by the kernel's names in lower case without their prefix: `power_now`, `status`. */
export type SupplyValues = ReadonlyMap<string, string>;

export interface BatterySample {
  /** `Discharging`, `Charging`, `Not charging`, `Full`, `Unknown`; null where it says nothing. */
  readonly status: string | null;
  /** Without sign: drivers disagree on it, and the status tells the direction. */
  readonly powerW: number | null;
  readonly currentA: number | null;
  readonly voltageV: number | null;
  readonly energyNowWh: number | null;
  readonly energyFullWh: number | null;
  readonly energyFullDesignWh: number | null;
  readonly chargeNowAh: number | null;
  readonly chargeFullAh: number | null;
  readonly chargeFullDesignAh: number | null;
  readonly voltageMinDesignV: number | null;
  readonly capacityPercent: number | null;
  readonly temperatureC: number | null;
}

const PREFIX = 'POWER_SUPPLY_';

/** Lines `POWER_SUPPLY_KEY=value`; any others are passed over. */
export function parseUevent(text: string): SupplyValues {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    if (!line.startsWith(PREFIX) || at < 0) continue;
    values.set(line.slice(PREFIX.length, at).toLowerCase(), line.slice(at + 1).trim());
  }
  return values;
}

/** Files of the supply that a sample is made of, where there is no uevent. */
export const SAMPLE_FILES = [
  'status',
  'power_now',
  'current_now',
  'voltage_now',
  'voltage_min_design',
  'energy_now',
  'energy_full',
  'energy_full_design',
  'charge_now',
  'charge_full',
  'charge_full_design',
  'capacity',
  'temp',
] as const;

/**
 * The kernel counts in µV, µA, µW, µWh, µAh and tenths of a degree. A battery tells either energy and
 * power or charge and current; power is then current × voltage, and energy is charge × the least
 * design voltage, as UPower has it: the present voltage would make it rise and fall with the load.
 */
export function batterySample(values: SupplyValues): BatterySample {
  const micro = (name: string) => scaled(values.get(name), 1e6);
  const charge = (name: string) => times(micro(`charge_${name}`), voltageMinDesignV);
  const voltageMinDesignV = micro('voltage_min_design');
  const voltageV = micro('voltage_now');
  const currentA = size(micro('current_now'));
  const powerW = size(micro('power_now'));
  return {
    status: values.get('status') || null,
    powerW: powerW ?? times(currentA, voltageV),
    currentA: currentA ?? (powerW !== null && voltageV ? powerW / voltageV : null),
    voltageV,
    energyNowWh: micro('energy_now') ?? charge('now'),
    energyFullWh: micro('energy_full') ?? charge('full'),
    energyFullDesignWh: micro('energy_full_design') ?? charge('full_design'),
    chargeNowAh: micro('charge_now'),
    chargeFullAh: micro('charge_full'),
    chargeFullDesignAh: micro('charge_full_design'),
    voltageMinDesignV,
    capacityPercent: scaled(values.get('capacity'), 1),
    temperatureC: scaled(values.get('temp'), 10),
  };
}

/** null unless the text is a whole number: an empty value must not become 0. */
function scaled(text: string | undefined, perUnit: number): number | null {
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) / perUnit : null;
}

const size = (value: number | null): number | null => (value === null ? null : Math.abs(value));

const times = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a * b;
