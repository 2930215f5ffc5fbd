/**
 * Shelly plugs and meters. First generation: `/status`; second and later: RPC. Units differ: W·min and
 * W in the first, Wh, mWh a minute and W in the others.
 */
import type { JsonObject } from '#core/json.ts';
import { Fault } from '#core/errors.ts';
import { booleanOf, listOf, numberOf, objectOf, scaled } from '../told-json.ts';
import { outlet, type Outlet } from './outlet.ts';

const WH_PER_W_MIN = 1 / 60;
/** One mWh in one minute, W. */
const W_PER_MWH_A_MINUTE = 0.06;
/** Components that meter, e.g. `switch:0`; `em1data:0` and the like only count. */
const METERING = /^(switch|pm1|em1|em|cover|light|rgb|rgbw|cct):\d+$/;

/**
 * Its outlets, from the whole status or from that of one component. Fault `meter-missing` for a device
 * that does not meter, `meter-unreadable` for anything else.
 */
export function parseShelly(answer: unknown): Outlet[] {
  const status = objectOf(answer);
  if (status === null) throw new Fault('meter-unreadable', 'the answer is no status of a Shelly');
  const outlets = [...firstGeneration(status), ...components(status), ...oneComponent(status)];
  if (outlets.length > 0) return outlets;
  const inner = objectOf(status.status) ?? objectOf(status.result);
  if (inner !== null) return parseShelly(inner);
  throw new Fault('meter-missing', 'this Shelly does not measure power');
}

function firstGeneration(status: JsonObject): Outlet[] {
  const relays = listOf(status.relays);
  const relayOf = (index: number) => booleanOf(objectOf(relays[index])?.ison);
  const meters = listOf(status.meters).flatMap((value, index) => {
    const meter = objectOf(value);
    // Without a meter it lists one that holds nothing but `is_valid`, or marks what it shows as invalid.
    if (meter === null || meter.is_valid === false) return [];
    return outlet(`meter:${index}`, {
      powerW: numberOf(meter.power),
      on: relayOf(index),
      energyTotalWh: scaled(numberOf(meter.total), WH_PER_W_MIN),
      lastMinuteW: numberOf(listOf(meter.counters)[0]),
      voltageV: numberOf(status.voltage),
      temperatureC: numberOf(status.temperature) ?? numberOf(objectOf(status.tmp)?.tC),
    });
  });
  const emeters = listOf(status.emeters).flatMap((value, index) => {
    const meter = objectOf(value);
    if (meter === null || meter.is_valid === false) return [];
    // The `total` of these is in Wh.
    return outlet(`emeter:${index}`, { ...electric(meter, 'power'), energyTotalWh: numberOf(meter.total) });
  });
  return [...meters, ...emeters].filter(({ powerW }) => powerW !== null);
}

function components(status: JsonObject): Outlet[] {
  return Object.entries(status).flatMap(([id, value]) => {
    const part = objectOf(value);
    if (part === null || !METERING.test(id)) return [];
    const counted = objectOf(status[id.replace(/^(em1?):/, '$1data:')]);
    return component(id, part, counted, objectOf(status['temperature:0'])) ?? [];
  });
}

function oneComponent(part: JsonObject): Outlet[] {
  const kind =
    'total_act_power' in part ? 'em' : 'act_power' in part ? 'em1' : 'output' in part ? 'switch' : 'pm1';
  return [component(`${kind}:${numberOf(part.id) ?? 0}`, part, null, null) ?? []].flat();
}

/** null: it does not meter. */
function component(
  id: string,
  part: JsonObject,
  counted: JsonObject | null,
  device: JsonObject | null,
): Outlet | null {
  const power = ['apower', 'act_power', 'total_act_power'].find((key) => numberOf(part[key]) !== null);
  if (power === undefined) return null;
  const energy = objectOf(part.aenergy);
  return outlet(id, {
    ...electric(part, power),
    on: booleanOf(part.output),
    currentA: numberOf(part.current) ?? numberOf(part.total_current),
    energyTotalWh:
      numberOf(energy?.total) ?? numberOf(counted?.total_act) ?? numberOf(counted?.total_act_energy),
    lastMinuteW: scaled(numberOf(listOf(energy?.by_minute)[0]), W_PER_MWH_A_MINUTE),
    energyReturnedWh:
      numberOf(objectOf(part.ret_aenergy)?.total) ??
      numberOf(counted?.total_act_ret) ??
      numberOf(counted?.total_act_ret_energy),
    apparentVa: numberOf(part.aprt_power) ?? numberOf(part.total_aprt_power),
    temperatureC: numberOf(objectOf(part.temperature)?.tC) ?? numberOf(device?.tC),
    phases: phasesOf(part),
  });
}

function electric(part: JsonObject, power: string): Partial<Outlet> {
  return {
    powerW: numberOf(part[power]),
    voltageV: numberOf(part.voltage),
    currentA: numberOf(part.current),
    powerFactor: numberOf(part.pf),
    frequencyHz: numberOf(part.freq),
  };
}

function phasesOf(part: JsonObject): Outlet['phases'] {
  const names = ['a', 'b', 'c'].filter((name) => numberOf(part[`${name}_act_power`]) !== null);
  return Object.fromEntries(
    names.map((name) => [
      name,
      {
        powerW: numberOf(part[`${name}_act_power`]),
        voltageV: numberOf(part[`${name}_voltage`]),
        currentA: numberOf(part[`${name}_current`]),
        powerFactor: numberOf(part[`${name}_pf`]),
      },
    ]),
  );
}
