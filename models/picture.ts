/** From a picture to the tensor layout of the PP-OCR models. */
import type { Picture } from './definition.ts';

/**
 * Bilinear resize; pixel centres at half coordinates and edges repeated, as OpenCV's INTER_LINEAR
 * does, which the PP-OCR models were trained with. No smoothing when shrinking, also as there.
 */
export function resize(picture: Picture, width: number, height: number): Picture {
  if (picture.width === width && picture.height === height) return picture;
  const columns = taps(picture.width, width);
  const rows = taps(picture.height, height);
  const rgb = new Uint8Array(3 * width * height);
  const at = (x: number, y: number, channel: number): number =>
    picture.rgb[3 * (y * picture.width + x) + channel] ?? 0;
  let out = 0;
  for (const row of rows) {
    for (const column of columns) {
      for (let channel = 0; channel < 3; channel += 1) {
        const top = mix(at(column.low, row.low, channel), at(column.high, row.low, channel), column.share);
        const bottom = mix(
          at(column.low, row.high, channel),
          at(column.high, row.high, channel),
          column.share,
        );
        rgb[out] = Math.round(mix(top, bottom, row.share));
        out += 1;
      }
    }
  }
  return { width, height, rgb };
}

const mix = (a: number, b: number, share: number): number => a + share * (b - a);

/** For each target coordinate the two source coordinates and the share of the second. */
function taps(from: number, to: number): { low: number; high: number; share: number }[] {
  return Array.from({ length: to }, (_, i) => {
    const centre = Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5));
    const low = Math.floor(centre);
    return { low, high: Math.min(from - 1, low + 1), share: centre - low };
  });
}

/** The picture turned by 180°. */
export function upsideDown(picture: Picture): Picture {
  const pixels = picture.width * picture.height;
  const rgb = new Uint8Array(3 * pixels);
  for (let i = 0; i < pixels; i += 1) {
    rgb.set(picture.rgb.subarray(3 * i, 3 * i + 3), 3 * (pixels - 1 - i));
  }
  return { ...picture, rgb };
}

/** Mean and standard deviation per channel, in the order of the planes, for values in 0 … 1. */
export interface Normalisation {
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
}

/** Maps 0 … 255 to −1 … 1. */
export const CENTRED: Normalisation = { mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5] };

/**
 * Planes in the order blue, green, red (PP-OCR reads pictures with OpenCV), each `paddedWidth` wide:
 * shape [3, height, paddedWidth]. What lies right of the picture is 0, as in PP-OCR's own padding.
 */
export function bgrPlanes(picture: Picture, by: Normalisation, paddedWidth = picture.width): Float32Array {
  const { width, height, rgb } = picture;
  const planes = new Float32Array(3 * height * paddedWidth);
  for (let plane = 0; plane < 3; plane += 1) {
    const mean = by.mean[plane] ?? 0;
    const deviation = by.deviation[plane] ?? 1;
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const value = (rgb[3 * (y * width + x) + (2 - plane)] ?? 0) / 255;
        planes[(plane * height + y) * paddedWidth + x] = (value - mean) / deviation;
      }
    }
  }
  return planes;
}

/** Scales a text line to the height, at most `paddedWidth` wide, keeping its shape where it fits. */
export function fitLine(line: Picture, height: number, paddedWidth: number): Picture {
  const width = Math.min(paddedWidth, Math.ceil((line.width * height) / line.height));
  return resize(line, width, height);
}
