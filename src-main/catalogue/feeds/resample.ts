/** Pictures at another size. */
import type { Picture } from '#models/definition.ts';

interface Taps {
  readonly first: number;
  readonly shares: Float64Array;
}

/**
 * The whole picture at `width` × `height`: nothing is cut off, so its proportions may change. A triangle filter
 * over pixel centres at half coordinates, as wide as two target pixels where it shrinks (so that nothing is
 * skipped) and as two source pixels where it grows (bilinear); edges repeat. What Pillow calls BILINEAR.
 */
export function resample(picture: Picture, width: number, height: number): Picture {
  if (picture.width === width && picture.height === height) return picture;
  const columns = tapsOf(picture.width, width);
  const rows = tapsOf(picture.height, height);
  const narrow = new Float64Array(3 * width * picture.height);
  for (let y = 0; y < picture.height; y += 1) {
    for (const [x, taps] of columns.entries()) {
      for (let channel = 0; channel < 3; channel += 1) {
        narrow[3 * (y * width + x) + channel] = weighted(
          taps,
          (at) => picture.rgb[3 * (y * picture.width + at) + channel] ?? 0,
        );
      }
    }
  }
  const rgb = new Uint8Array(3 * width * height);
  for (const [y, taps] of rows.entries()) {
    for (let at = 0; at < 3 * width; at += 1) {
      rgb[3 * y * width + at] = Math.round(weighted(taps, (row) => narrow[3 * row * width + at] ?? 0));
    }
  }
  return { width, height, rgb };
}

function weighted({ first, shares }: Taps, valueAt: (at: number) => number): number {
  let sum = 0;
  for (let i = 0; i < shares.length; i += 1) sum += (shares[i] ?? 0) * valueAt(first + i);
  return sum;
}

/** For each target pixel the source pixels that it is made of; their shares add up to 1. */
function tapsOf(from: number, to: number): Taps[] {
  const scale = from / to;
  const radius = Math.max(1, scale);
  return Array.from({ length: to }, (_, target) => {
    const centre = (target + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - radius));
    const last = Math.min(from, Math.ceil(centre + radius));
    const shares = Float64Array.from({ length: last - first }, (_share, i) =>
      Math.max(0, 1 - Math.abs(first + i + 0.5 - centre) / radius),
    );
    const total = shares.reduce((sum, share) => sum + share, 0);
    return { first, shares: shares.map((share) => share / total) };
  });
}
