/** What macOS tells of the battery: `ioreg -a -r -n AppleSmartBattery` (a property list), and its text. */
import { Fault } from '#core/errors.ts';
import { dictAt, parsePlist, type PlistDict } from './plist.ts';

export interface AppleBattery {
  /** Positive into the battery, negative out of it; null: not told. */
  readonly currentA: number | null;
  readonly voltageV: number | null;
  /** Out of the battery; 0 while it is charged, null where current or voltage are not told. */
  readonly dischargeW: number | null;
  readonly onMains: boolean | null;
  readonly charging: boolean | null;
  readonly full: boolean | null;
  readonly cycles: number | null;
  readonly temperatureC: number | null;
  /** mAh on Intel; on Apple silicon the plain keys are percent, and only the raw ones mAh. */
  readonly capacity: {
    readonly now: number | null;
    readonly max: number | null;
    readonly design: number | null;
  };
  /**
   * What the power telemetry of Apple silicon tells, W. Nobody documents its units; that they are mW
   * follows from its own voltage and current.
   */
  readonly telemetryW: Readonly<Record<'systemIn' | 'systemLoad' | 'battery', number | null>>;
}

type Fields = ReadonlyMap<string, unknown>;

/** Faults `meter-missing` (a Mac without a battery), `meter-unreadable`. */
export function parseAppleBattery(text: string): AppleBattery {
  if (text.trim() === '') throw new Fault('meter-missing', 'this Mac has no battery');
  const fields = /^\s*(?:\ufeff)?<\?xml|^\s*<plist/.test(text) ? fieldsOfPlist(text) : fieldsOfText(text);
  if (!['Voltage', 'Amperage', 'InstantAmperage', 'CurrentCapacity'].some((key) => fields.has(key))) {
    throw new Fault('meter-missing', 'ioreg shows no battery');
  }
  // The mean of a minute stands in for the current of now where that is not told.
  const currentMa = current(fields.get('InstantAmperage')) ?? current(fields.get('Amperage'));
  const voltageMv = positive(fields.get('Voltage')) ?? positive(fields.get('AppleRawBatteryVoltage'));
  const telemetry = fields.get('PowerTelemetryData');
  const told = (key: string) =>
    milli(signed((telemetry instanceof Map ? (telemetry as Fields) : new Map()).get(key)));
  return {
    currentA: milli(currentMa),
    voltageV: milli(voltageMv),
    dischargeW: currentMa === null || voltageMv === null ? null : (Math.max(0, -currentMa) * voltageMv) / 1e6,
    onMains: flag(fields.get('ExternalConnected')),
    charging: flag(fields.get('IsCharging')),
    full: flag(fields.get('FullyCharged')),
    cycles: signed(fields.get('CycleCount')),
    temperatureC: hundredth(signed(fields.get('Temperature'))),
    capacity: {
      now: signed(fields.get('AppleRawCurrentCapacity')) ?? signed(fields.get('CurrentCapacity')),
      max: signed(fields.get('AppleRawMaxCapacity')) ?? signed(fields.get('MaxCapacity')),
      design: signed(fields.get('DesignCapacity')),
    },
    telemetryW: {
      systemIn: told('SystemPowerIn'),
      systemLoad: told('SystemLoad'),
      battery: told('BatteryPower'),
    },
  };
}

function fieldsOfPlist(text: string): Fields {
  const root = parsePlist(text);
  const first = Array.isArray(root) ? (root as readonly PlistDict[])[0] : root;
  if (!(first instanceof Map)) throw new Fault('meter-missing', 'ioreg lists no battery');
  return new Map<string, unknown>([...first, ['PowerTelemetryData', dictAt(first, 'PowerTelemetryData')]]);
}

/** Lines of `"Key" = value`, in front of which ioreg draws a tree. */
function fieldsOfText(text: string): Fields {
  const fields = new Map<string, unknown>();
  for (const [, key = '', value = ''] of text.matchAll(/^[\s|]*"(\w+)" = (.*?)\s*$/gm)) {
    if (!fields.has(key)) fields.set(key, value.startsWith('{') ? fieldsOfBraces(value) : plain(value));
  }
  return fields;
}

function fieldsOfBraces(text: string): Fields {
  return new Map(
    [...text.matchAll(/"(\w+)"=(-?\d+)(?=[,}])/g)].map(([, key = '', value = '']) => [key, plain(value)]),
  );
}

function plain(value: string): unknown {
  if (/^-?\d{1,20}$/.test(value)) return BigInt(value);
  return value === 'Yes' || value === 'No' ? value === 'Yes' : value;
}

/** ioreg prints negative numbers as if they had no sign: 2^64 − 483 is −483. */
function signed(value: unknown): number | null {
  if (typeof value !== 'bigint') return null;
  return Number(BigInt.asIntN(64, value));
}

/** The current in mA; macOS 10.9 showed the negative ones of 16 bits without their sign, too. */
function current(value: unknown): number | null {
  const milliamperes = signed(value);
  return milliamperes !== null && milliamperes > 60_000 && milliamperes < 65_536
    ? milliamperes - 65_536
    : milliamperes;
}

function positive(value: unknown): number | null {
  const number = signed(value);
  return number !== null && number > 0 ? number : null;
}

const milli = (value: number | null): number | null => (value === null ? null : value / 1000);
const hundredth = (value: number | null): number | null => (value === null ? null : value / 100);
const flag = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);
