/** Reads the plainest kind of WAV file. */
import { Fault } from '#core/errors.ts';
import type { Sound } from '#models/definition.ts';

const PCM = 1;
const HEADER_BYTES = 12;

/** A 16-bit mono PCM WAV; `file-unreadable` with the path for anything else. */
export function readWav(bytes: Uint8Array, path: string): Sound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = new Map(chunksOf(view));
  const format = chunks.get('fmt ');
  const data = chunks.get('data');
  if (!format || !data || format.byteLength < 16) {
    throw new Fault('file-unreadable', `${path} is not a whole WAV file`);
  }
  const [encoding, channels, bits] = [0, 2, 14].map((at) => format.getUint16(at, true));
  if (encoding !== PCM || channels !== 1 || bits !== 16) {
    throw new Fault('file-unreadable', `${path} is not 16-bit mono PCM`);
  }
  const samples = new Float32Array(Math.floor(data.byteLength / 2));
  for (let i = 0; i < samples.length; i += 1) samples[i] = data.getInt16(2 * i, true) / 32768;
  return { sampleRateHz: format.getUint32(4, true), samples };
}

/** The chunks of a RIFF file by name; ends at the first that does not fit in the file. */
function* chunksOf(view: DataView): Generator<[string, DataView]> {
  for (let at = HEADER_BYTES; at + 8 <= view.byteLength;) {
    const name = String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
    const size = view.getUint32(at + 4, true);
    if (at + 8 + size > view.byteLength) return;
    yield [name, new DataView(view.buffer, view.byteOffset + at + 8, size)];
    at += 8 + size + (size % 2);
  }
}
