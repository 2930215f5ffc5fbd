/** Bytes as a device of Windows' Energy Meter Interface answers them (emi.h). */
import type { EmiDevice, EmiSystem } from '#meters/windows/emi-library.ts';
import { EMI_GET } from '#meters/windows/emi-library.ts';

const utf16 = (text: string): number[] => [...Buffer.from(`${text}\0`, 'utf16le')];
const field = (text: string): number[] => {
  const bytes = utf16(text);
  return [...bytes, ...Array<number>(32 - bytes.length).fill(0)];
};
const uint16 = (value: number): number[] => [value & 255, value >> 8];

export function emiMetadataV2(names: readonly string[]): Uint8Array {
  const channels = names.flatMap((name) => [0, 0, 0, 0, ...uint16(utf16(name).length), ...utf16(name)]);
  return Uint8Array.from([
    ...field('Made'),
    ...field('PPM'),
    ...uint16(1),
    ...uint16(names.length),
    ...channels,
  ]);
}

export function emiMetadataV1(name: string): Uint8Array {
  const head = [0, 0, 0, 0, ...field('Made'), ...field('Chip'), ...uint16(1)];
  return Uint8Array.from([...head, ...uint16(utf16(name).length), ...utf16(name)]);
}

/** Each energy in pWh, at one second. */
export function emiMeasurements(energiesPwh: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(energiesPwh.length * 16);
  const view = new DataView(bytes.buffer);
  for (const [index, energyPwh] of energiesPwh.entries()) {
    view.setBigUint64(index * 16, energyPwh, true);
    view.setBigUint64(index * 16 + 8, 10_000_000n, true);
  }
  return bytes;
}

export interface FakeEmi extends EmiSystem {
  /** Devices that are open now. */
  open(path: string): EmiDevice;
  opened: number;
}

/** Devices by path: version, names of the channels, and their energies now. */
export function fakeEmi(
  devices: Readonly<
    Record<string, { readonly names: readonly string[]; readonly energiesPwh: () => readonly bigint[] }>
  >,
): FakeEmi {
  return {
    opened: 0,
    devices: () => Object.keys(devices),
    open(path) {
      const made = devices[path];
      if (made === undefined) throw new Error(`no device ${path}`);
      this.opened += 1;
      const metadata = emiMetadataV2(made.names);
      return {
        control(code, bytes) {
          const answers: Record<number, () => Uint8Array> = {
            [EMI_GET.version]: () => Uint8Array.of(2, 0),
            [EMI_GET.metadataSize]: () => Uint8Array.of(metadata.length & 255, metadata.length >> 8, 0, 0),
            [EMI_GET.metadata]: () => metadata,
            [EMI_GET.measurement]: () => emiMeasurements(made.energiesPwh()),
          };
          return (answers[code]?.() ?? new Uint8Array()).subarray(0, bytes);
        },
        close: () => void (this.opened -= 1),
      };
    },
  };
}
