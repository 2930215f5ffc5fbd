/** Plugs that run Tasmota: `Status 8` (or 10), and the same object as it is sent by MQTT. */
import type { JsonObject } from '#core/json.ts';
import { Fault } from '#core/errors.ts';
import { numberOf, objectOf, scaled } from '../told-json.ts';
import { outlet, type Outlet } from './outlet.ts';

const WH_PER_KWH = 1000;

/**
 * Its channels: values are single numbers, or one a channel. Faults `meter-missing` (a device that
 * does not meter), `meter-unreadable` (no answer of Tasmota).
 */
export function parseTasmota(answer: unknown): Outlet[] {
  const sensors = sensorsOf(answer);
  if (sensors === null) throw new Fault('meter-unreadable', 'the answer is no status of Tasmota');
  const energy = objectOf(sensors.ENERGY);
  if (energy === null) throw new Fault('meter-missing', 'this Tasmota device does not measure power');
  const channels = Array.isArray(energy.Power) ? energy.Power.length : 1;
  return Array.from({ length: channels }, (_, index) => {
    const at = (key: string) => numberOf(Array.isArray(energy[key]) ? energy[key][index] : energy[key]);
    return outlet(`channel:${index}`, {
      powerW: at('Power'),
      energyTotalWh: scaled(at('Total'), WH_PER_KWH),
      energyTodayWh: scaled(at('Today'), WH_PER_KWH),
      energyYesterdayWh: scaled(at('Yesterday'), WH_PER_KWH),
      apparentVa: at('ApparentPower'),
      reactiveVar: at('ReactivePower'),
      voltageV: at('Voltage'),
      currentA: at('Current'),
      powerFactor: at('Factor'),
      frequencyHz: at('Frequency'),
    });
  });
}

function sensorsOf(answer: unknown): JsonObject | null {
  const status = objectOf(answer);
  if (status === null) return null;
  const sensors = objectOf(status.StatusSNS) ?? objectOf(status.StatusSTS);
  if (sensors !== null) return sensors;
  return 'Time' in status || 'ENERGY' in status ? status : null;
}

/** The relays by number from `Status 11`, `State` or `Power`; true: closed. */
export function tasmotaRelays(answer: unknown): readonly boolean[] {
  const status = objectOf(answer);
  const state = objectOf(status?.StatusSTS) ?? status ?? {};
  return Object.keys(state)
    .filter((key) => /^POWER\d*$/.test(key))
    .sort()
    .map((key) => state[key] === 'ON');
}
