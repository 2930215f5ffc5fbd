/** USB meters of FNIRSI (FNB48, FNB58, C1): their packets, and the text of the usual logger. */
import { Fault } from '#core/errors.ts';

export interface UsbSample {
  /** Time of the log, s; null in a packet, which has none. */
  readonly atS: number | null;
  readonly voltageV: number;
  readonly currentA: number;
  readonly powerW: number;
}

export interface UsbLog {
  readonly samples: readonly UsbSample[];
  /** Samples outside what the meter can measure: the first packet after a restart shows 188 V. */
  readonly refused: number;
}

/** USB power delivery ends at 48 V and 5 A; the meters at little more. */
const MAX_V = 60;
const MAX_A = 12;

const PACKET_BYTES = 64;
const DATA_PACKET = 0x04;
const SAMPLES = 4;
const SAMPLE_BYTES = 15;
const FIRST_SAMPLE = 2;
const PER_UNIT = 1e-5;

/**
 * The four samples of one HID packet of 64 bytes: 0xaa, the kind, then 15 bytes each that begin with
 * voltage and current as 32-bit little-endian counts of 10 µV and 10 µA. Packets of another kind hold none.
 * Fault `meter-unreadable` for anything that is no packet.
 */
export function parseFnirsiPacket(bytes: Uint8Array): UsbLog {
  if (bytes.length !== PACKET_BYTES || bytes[0] !== 0xaa) {
    throw new Fault(
      'meter-unreadable',
      `a USB meter's packet has 64 bytes and begins with aa, not ${bytes.length}`,
    );
  }
  if (bytes[1] !== DATA_PACKET) return { samples: [], refused: 0 };
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return plausible(
    Array.from({ length: SAMPLES }, (_, index) => {
      const at = FIRST_SAMPLE + index * SAMPLE_BYTES;
      return sample(null, view.getUint32(at, true) * PER_UNIT, view.getUint32(at + 4, true) * PER_UNIT);
    }),
  );
}

/**
 * Lines of `timestamp sample_in_packet voltage_V current_A …` below a header with these names; lines of
 * anything else (the shell, other messages) are passed over. Fault `meter-unreadable` without a header.
 */
export function parseFnirsiLog(text: string): UsbLog {
  const lines = text.split(/\r?\n/).map((line) => line.trim().split(/\s+/));
  const header = lines.find((cells) => cells.includes('voltage_V') && cells.includes('current_A'));
  if (header === undefined) throw new Fault('meter-unreadable', 'the text is no log of a USB meter');
  const [time, voltage, current] = ['timestamp', 'voltage_V', 'current_A'].map((name) =>
    header.indexOf(name),
  );
  return plausible(
    lines.flatMap((cells) => {
      if (cells.length !== header.length || !cells.every((cell) => /^-?\d+(\.\d+)?$/.test(cell))) return [];
      const at = (index: number | undefined) => Number(cells[index ?? -1] ?? Number.NaN);
      const atS = at(time);
      return sample(Number.isNaN(atS) ? null : atS, at(voltage), at(current));
    }),
  );
}

function sample(atS: number | null, voltageV: number, currentA: number): UsbSample {
  return { atS, voltageV, currentA, powerW: voltageV * currentA };
}

function plausible(all: readonly UsbSample[]): UsbLog {
  const samples = all.filter(
    ({ voltageV, currentA }) => voltageV >= 0 && voltageV <= MAX_V && Math.abs(currentA) <= MAX_A,
  );
  return { samples, refused: all.length - samples.length };
}
