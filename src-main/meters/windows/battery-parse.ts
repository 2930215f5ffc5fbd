/** WMI's `BatteryStatus` (root\wmi), as JSON or as a list. `Win32_Battery` has no rate, only a state. */
import { Fault } from '#core/errors.ts';
import { parseJson } from '#core/json.ts';
import { listOf, objectOf } from '../told-json.ts';
import { parsePowerShellList } from './powershell.ts';

export interface WindowsBattery {
  readonly onMains: boolean | null;
  readonly discharging: boolean | null;
  /** Out of the battery, W; null: not told. */
  readonly dischargeW: number | null;
  readonly chargeW: number | null;
  readonly remainingWh: number | null;
  readonly voltageV: number | null;
}

/** BATTERY_UNKNOWN_RATE and the like, signed or not. */
const UNKNOWN = new Set([-2_147_483_648, 2_147_483_648, 4_294_967_295, -1]);

/** Every battery that is in; none where there is none. Fault `meter-unreadable` for other text. */
export function parseBatteryStatus(text: string): WindowsBattery[] {
  return rowsOf(text).flatMap((row) => {
    if (flag(row('Active')) === false) return [];
    const milli = (name: string) => {
      const value = number(row(name));
      return value === null || UNKNOWN.has(value) || value < 0 ? null : value / 1000;
    };
    return {
      onMains: flag(row('PowerOnline')),
      discharging: flag(row('Discharging')),
      dischargeW: milli('DischargeRate'),
      chargeW: milli('ChargeRate'),
      remainingWh: milli('RemainingCapacity'),
      voltageV: milli('Voltage'),
    };
  });
}

export interface Win32Battery {
  readonly name: string | null;
  readonly percent: number | null;
  /** 1: it gives power; 2: on mains; others: charging or full. */
  readonly status: number | null;
  /** Of the design, not of now. */
  readonly designV: number | null;
  readonly minutesLeft: number | null;
}

/** One hour more than a month: Windows' word for "unknown". */
const NO_RUN_TIME_MIN = 71_582_788;

export function parseWin32Battery(text: string): Win32Battery[] {
  return rowsOf(text).map((row) => {
    const minutes = number(row('EstimatedRunTime'));
    const designMv = number(row('DesignVoltage'));
    const name = row('Name');
    return {
      name: typeof name === 'string' ? name : null,
      percent: number(row('EstimatedChargeRemaining')),
      status: number(row('BatteryStatus')),
      designV: designMv === null ? null : designMv / 1000,
      minutesLeft: minutes === NO_RUN_TIME_MIN ? null : minutes,
    };
  });
}

type Row = (name: string) => unknown;

function rowsOf(text: string): Row[] {
  const json = parseJson(text);
  if (json === undefined) {
    const blocks = parsePowerShellList(text);
    if (blocks.length === 0 && text.trim() !== '') {
      throw new Fault('meter-unreadable', `WMI told no battery: ${JSON.stringify(text.slice(0, 80))}`);
    }
    return blocks.map((fields) => (name) => fields.get(name));
  }
  // PowerShell 5 wraps lists as {"value": […], "Count": n}, and leaves single objects bare.
  const wrapped = objectOf(json)?.value;
  const rows = Array.isArray(json) ? listOf(json) : Array.isArray(wrapped) ? listOf(wrapped) : [json];
  return rows.flatMap((row) => {
    const fields = objectOf(row);
    return fields === null ? [] : (name: string) => fields[name];
  });
}

function number(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
}

function flag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  return value === 'True' || value === 'False' ? value === 'True' : null;
}
