/** TP-Link plugs: the obfuscated JSON of the older ones (TCP 9999), and the answers of both families. */
import { Fault } from '#core/errors.ts';
import type { JsonObject } from '#core/json.ts';
import { booleanOf, listOf, numberOf, objectOf, scaled, toldJson } from '../told-json.ts';
import { outlet, type Outlet } from './outlet.ts';

const FIRST_KEY = 171;
const LENGTH_BYTES = 4;

/** What is sent to port 9999: length and text, each byte masked with the masked one before it. */
export function encodeTplink(text: string): Uint8Array {
  const plain = new TextEncoder().encode(text);
  const bytes = new Uint8Array(LENGTH_BYTES + plain.length);
  new DataView(bytes.buffer).setUint32(0, plain.length);
  let key = FIRST_KEY;
  for (const [index, byte] of plain.entries()) {
    key ^= byte;
    bytes[LENGTH_BYTES + index] = key;
  }
  return bytes;
}

/** The text of an answer, with or without its length before it. Fault `meter-unreadable` when cut short. */
export function decodeTplink(bytes: Uint8Array): string {
  const stated = bytes.length >= LENGTH_BYTES ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) : 0;
  // Masked text begins with `{` ^ 171 = 0xd0: as a length that would be 3 GB.
  const hasLength = stated < 1 << 24;
  if (hasLength && bytes.length < LENGTH_BYTES + stated) {
    throw new Fault('meter-unreadable', `the plug's answer ends after ${bytes.length} bytes`);
  }
  const masked = hasLength ? bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + stated) : bytes;
  let key = FIRST_KEY;
  const plain = masked.map((byte) => {
    const clear = byte ^ key;
    key = byte;
    return clear;
  });
  return new TextDecoder().decode(plain);
}

/** The JSON object inside an answer. */
export function parseTplinkAnswer(bytes: Uint8Array): unknown {
  return toldJson(decodeTplink(bytes), 'the TP-Link plug');
}

/** Everything that an answer, or a dump of several, tells of the energy. */
export interface TplinkEnergy {
  readonly outlet: Outlet;
  /** The power by the query that gave it: their units differ, the best one is the outlet's. */
  readonly powersW: Readonly<Record<string, number>>;
}

/**
 * Kasa (`emeter.get_realtime`: W and kWh in version 1, mW and Wh since) and Tapo (`get_emeter_data` in
 * mW, `get_energy_usage.current_power` in mW, `get_current_power.current_power` in W); each outlet of a
 * strip. Fault `meter-missing` where none of these is there, or the device answers with an error.
 */
export function parseTplink(answer: unknown): TplinkEnergy[] {
  const all = objectOf(answer);
  if (all === null) throw new Fault('meter-unreadable', 'the answer is none of a TP-Link plug');
  const parts = [all, ...Object.values(objectOf(all.child_devices) ?? {})];
  const energies = parts.flatMap((part, index) => energyOf(objectOf(part) ?? {}, index) ?? []);
  if (energies.length === 0) throw new Fault('meter-missing', 'this TP-Link device does not measure power');
  return energies;
}

function energyOf(part: JsonObject, index: number): TplinkEnergy | null {
  const kasa = succeeded(objectOf(realtimeOf(part)));
  const tapo = succeeded(objectOf(part.get_emeter_data));
  const usage = succeeded(objectOf(part.get_energy_usage));
  const current = succeeded(objectOf(part.get_current_power));
  const candidates: readonly (readonly [string, number | null])[] = [
    ['emeter.get_realtime', numberOf(kasa?.power) ?? scaled(numberOf(kasa?.power_mw), 1e-3)],
    ['get_emeter_data', scaled(numberOf(tapo?.power_mw), 1e-3)],
    ['get_energy_usage', scaled(numberOf(usage?.current_power), 1e-3)],
    ['get_current_power', numberOf(current?.current_power)],
  ];
  const powers = candidates.flatMap(([name, powerW]): [string, number][] =>
    powerW === null ? [] : [[name, powerW]],
  );
  const [best] = powers;
  if (best === undefined) return null;
  const meter = kasa ?? tapo;
  return {
    outlet: outlet(`outlet:${index}`, {
      powerW: best[1],
      on: relayOf(part),
      energyTodayWh: numberOf(usage?.today_energy),
      energyMonthWh: numberOf(usage?.month_energy),
      energyTotalWh:
        numberOf(meter?.total_wh) ?? numberOf(meter?.energy_wh) ?? scaled(numberOf(meter?.total), 1000),
      voltageV: numberOf(meter?.voltage) ?? scaled(numberOf(meter?.voltage_mv), 1e-3),
      currentA: numberOf(meter?.current) ?? scaled(numberOf(meter?.current_ma), 1e-3),
    }),
    powersW: Object.fromEntries(powers),
  };
}

function realtimeOf(all: JsonObject): unknown {
  const emeter = objectOf(all.emeter) ?? objectOf(all['smartlife.iot.common.emeter']);
  return emeter?.get_realtime ?? all.get_realtime;
}

/** Devices without a meter answer with an error code in place of values. */
function succeeded(part: JsonObject | null): JsonObject | null {
  const code = numberOf(part?.err_code) ?? numberOf(part?.error_code) ?? 0;
  return code === 0 ? part : null;
}

function relayOf(all: JsonObject): boolean | null {
  const info = objectOf(objectOf(all.system)?.get_sysinfo);
  const state = numberOf(info?.relay_state) ?? numberOf(objectOf(listOf(info?.children)[0])?.state);
  if (state !== null) return state === 1;
  return booleanOf(objectOf(all.get_device_info)?.device_on);
}
