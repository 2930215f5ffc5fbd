import { expect, it } from 'vitest';
import { readWav } from '#catalogue/wav.ts';

/** A WAV with an unrelated chunk of odd length before its data. */
function wav(samples: number[], { channels = 1, bits = 16 } = {}): Uint8Array {
  const bytes = Buffer.alloc(12 + 24 + 12 + 8 + 2 * samples.length);
  bytes.write('RIFF', 0, 'latin1');
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(16_000, 24);
  bytes.writeUInt16LE(bits, 34);
  bytes.write('LIST', 36, 'latin1');
  bytes.writeUInt32LE(3, 40);
  bytes.write('data', 48, 'latin1');
  bytes.writeUInt32LE(2 * samples.length, 52);
  samples.forEach((sample, i) => bytes.writeInt16LE(sample, 56 + 2 * i));
  return bytes;
}

it('finds the samples behind other chunks, in ±1', () => {
  const sound = readWav(wav([0, 16384, -32768]), 'a.wav');
  expect(sound).toEqual({ sampleRateHz: 16_000, samples: Float32Array.of(0, 0.5, -1) });
});

it.each([
  ['stereo', wav([0, 0], { channels: 2 })],
  ['8 bits', wav([0], { bits: 8 })],
  ['cut short', wav([1, 2, 3]).subarray(0, 58)],
  ['empty', new Uint8Array()],
])('refuses %s by name', (_what, bytes) => {
  expect(() => readWav(bytes, 'a.wav')).toThrow(
    expect.objectContaining({ code: 'file-unreadable', message: expect.stringContaining('a.wav') }),
  );
});
