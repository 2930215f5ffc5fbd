/** PNG and JPEG files → pixels, with a limit on what a small file may unpack to. */
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { Fault } from '#core/errors.ts';
import type { Picture } from '#models/definition.ts';

/** A photograph of today's largest cameras has some 100 million pixels. */
const MAX_PIXELS = 120e6;
const MAX_JPEG_MEMORY_MB = 2048;
const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const JPEG_SIGNATURE = Uint8Array.of(0xff, 0xd8, 0xff);

/** Told by the content, not by the name. What is transparent is drawn on black. Throws `input-invalid` that begins with `name`. */
export function decodePicture(bytes: Uint8Array, name: string): Picture {
  const begins = (signature: Uint8Array): boolean => signature.every((byte, at) => bytes[at] === byte);
  try {
    if (begins(PNG_SIGNATURE)) return opaque(readPng(bytes));
    if (begins(JPEG_SIGNATURE)) return opaque(readJpeg(bytes));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('input-invalid', `${name} is not a whole picture: ${reason}`, { cause });
  }
  throw new Fault('input-invalid', `${name} is neither PNG nor JPEG`);
}

interface Rgba {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

function readPng(bytes: Uint8Array): Rgba {
  if (bytes.length < 33) throw new Error('cut off in its header');
  const header = new DataView(bytes.buffer, bytes.byteOffset + 16, 8);
  const pixels = header.getUint32(0) * header.getUint32(4);
  if (pixels > MAX_PIXELS) throw new Error(`it states ${pixels} pixels, at most ${MAX_PIXELS} are read`);
  return PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

function readJpeg(bytes: Uint8Array): Rgba {
  return jpeg.decode(bytes, {
    useTArray: true,
    maxResolutionInMP: MAX_PIXELS / 1e6,
    maxMemoryUsageInMB: MAX_JPEG_MEMORY_MB,
  });
}

function opaque({ width, height, data }: Rgba): Picture {
  if (data.length !== 4 * width * height || data.length === 0) throw new Error('its pixels are incomplete');
  const rgb = new Uint8Array(3 * width * height);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const alpha = data[4 * pixel + 3] ?? 255;
    for (let channel = 0; channel < 3; channel += 1) {
      const value = data[4 * pixel + channel] ?? 0;
      rgb[3 * pixel + channel] = alpha === 255 ? value : Math.round((value * alpha) / 255);
    }
  }
  return { width, height, rgb };
}
