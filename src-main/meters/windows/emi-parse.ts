/**
 * What Windows' Energy Meter Interface answers, as bytes (emi.h): everything little-endian, names in
 * UTF-16 with their size in bytes before them. Anything cut short is refused.
 */
import { Fault } from '#core/errors.ts';

export const EMI_VERSION_BYTES = 2;
export const EMI_SIZE_BYTES = 4;
/** Energy and time of one channel. */
const MEASUREMENT_BYTES = 16;
const NAME_BYTES = 32;
/** EmiMeasurementUnitPicowattHours, the only one there is. */
const PICOWATT_HOURS = 0;

/** One pWh, J. */
export const PICOWATT_HOUR_J = 3.6e-9;

export interface EmiMetadata {
  readonly oem: string;
  readonly model: string;
  /** Names of the channels, in the order of their measurements. */
  readonly channels: readonly string[];
}

export interface EmiMeasurement {
  readonly energyPwh: bigint;
  /** Of the measurement, in 100 ns since a moment in the past. */
  readonly time100Ns: bigint;
}

export type EmiVersion = 1 | 2;

export function parseEmiVersion(bytes: Uint8Array): EmiVersion {
  const version = reader(bytes).uint16(0);
  if (version !== 1 && version !== 2) {
    throw new Fault('meter-unreadable', `the energy meter speaks version ${version}, not 1 or 2`);
  }
  return version;
}

export function parseEmiSize(bytes: Uint8Array): number {
  return reader(bytes).uint32(0);
}

/** Bytes that a measurement of so many channels takes. */
export function emiMeasurementBytes(channels: number): number {
  return channels * MEASUREMENT_BYTES;
}

export function parseEmiMetadata(version: EmiVersion, bytes: Uint8Array): EmiMetadata {
  return version === 1 ? parseVersion1(reader(bytes)) : parseVersion2(reader(bytes));
}

/** `EMI_METADATA_V1`: unit, OEM, model, revision, size of the name, name. One channel. */
function parseVersion1(from: Reader): EmiMetadata {
  const oem = 4;
  const model = oem + NAME_BYTES;
  const size = model + NAME_BYTES + 2;
  checkUnit(from.uint32(0));
  return {
    oem: from.text(oem, NAME_BYTES),
    model: from.text(model, NAME_BYTES),
    channels: [from.text(size + 2, from.uint16(size))],
  };
}

/** `EMI_METADATA_V2`: OEM, model, revision, number of channels; each channel: unit, size, name. */
function parseVersion2(from: Reader): EmiMetadata {
  const count = 2 * NAME_BYTES + 2;
  let at = count + 2;
  const channels = Array.from({ length: from.uint16(count) }, () => {
    checkUnit(from.uint32(at));
    const size = from.uint16(at + 4);
    const name = from.text(at + 6, size);
    // EMI_CHANNEL_V2_NEXT_CHANNEL: right behind the name, not aligned.
    at += 6 + size;
    return name;
  });
  return { oem: from.text(0, NAME_BYTES), model: from.text(NAME_BYTES, NAME_BYTES), channels };
}

/** `EMI_MEASUREMENT_DATA_V2`, which for one channel is that of version 1. */
export function parseEmiMeasurements(bytes: Uint8Array, channels: number): EmiMeasurement[] {
  const from = reader(bytes);
  return Array.from({ length: channels }, (_, index) => ({
    energyPwh: from.uint64(index * MEASUREMENT_BYTES),
    time100Ns: from.uint64(index * MEASUREMENT_BYTES + 8),
  }));
}

function checkUnit(unit: number): void {
  if (unit !== PICOWATT_HOURS) {
    throw new Fault('meter-unreadable', `the energy meter counts in unit ${unit}, which is not defined`);
  }
}

interface Reader {
  uint16(at: number): number;
  uint32(at: number): number;
  uint64(at: number): bigint;
  text(at: number, bytes: number): string;
}

function reader(bytes: Uint8Array): Reader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const within = (at: number, length: number) => {
    if (at + length <= bytes.length) return at;
    throw new Fault('meter-unreadable', `the energy meter's answer ends after ${bytes.length} bytes`);
  };
  return {
    uint16: (at) => view.getUint16(within(at, 2), true),
    uint32: (at) => view.getUint32(within(at, 4), true),
    uint64: (at) => view.getBigUint64(within(at, 8), true),
    text(at, length) {
      const part = bytes.subarray(within(at, length), at + length);
      return new TextDecoder('utf-16le').decode(part).split('\0', 1)[0] ?? '';
    },
  };
}
