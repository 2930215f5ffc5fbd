/**
 * The same picture as another camera, light and hand would have it. Seeded, and exact: only arithmetic that
 * every engine rounds alike, so the same feeds come out on every machine.
 */
import { seededRandom, type Random } from '#core/stats/random.ts';
import type { Picture } from './definition.ts';

/** How a picture is changed; `UNCHANGED` has what leaves it as it is. */
export interface Change {
  /** Tangent of half the angle by which it is turned about its middle. */
  readonly halfTurn: number;
  /** Size of what is drawn; the picture's own size stays. */
  readonly scale: number;
  /** Of what is drawn, to the right and down, in pixels. */
  readonly shiftX: number;
  readonly shiftY: number;
  /** Factor about mid grey. */
  readonly contrast: number;
  /** Added to each value of 0 … 255. */
  readonly brightness: number;
  /** Factors of red, green and blue: the colour of the light or the paper. */
  readonly tint: readonly [number, number, number];
  /** How often it is blurred by 1-2-1 in both directions; one pass has a deviation of 0.7 pixels. */
  readonly blurs: number;
  /** Standard deviation of the noise, in steps of 0 … 255, the same in all three channels. */
  readonly noise: number;
}

export const UNCHANGED: Change = {
  halfTurn: 0,
  scale: 1,
  shiftX: 0,
  shiftY: 0,
  contrast: 1,
  brightness: 0,
  tint: [1, 1, 1],
  blurs: 0,
  noise: 0,
};

/** The most that `randomChange` does, to either side; of blurs and noise from none to this. */
export type Limits = Pick<Change, 'halfTurn' | 'shiftX' | 'shiftY' | 'brightness' | 'blurs' | 'noise'> & {
  /** Of the factors: 0.1 stands for 0.9 … 1.1. */
  readonly scale: number;
  readonly contrast: number;
  readonly tint: number;
};

/** Evenly within the limits. */
export function randomChange(random: Random, limits: Limits): Change {
  const within = (limit: number): number => limit * (2 * random() - 1);
  const factor = (limit: number): number => 1 + within(limit);
  return {
    halfTurn: within(limits.halfTurn),
    scale: factor(limits.scale),
    shiftX: within(limits.shiftX),
    shiftY: within(limits.shiftY),
    contrast: factor(limits.contrast),
    brightness: within(limits.brightness),
    tint: [factor(limits.tint), factor(limits.tint), factor(limits.tint)],
    blurs: Math.floor(random() * (limits.blurs + 1)),
    noise: random() * limits.noise,
  };
}

/**
 * `count` pictures: the given ones as they are, then each in turn changed within the limits. Another seed
 * gives others; the same one the same.
 */
export function variations(
  pictures: readonly Picture[],
  count: number,
  limits: Limits,
  seed: number,
): Picture[] {
  const random = seededRandom(seed);
  const rounds = Math.ceil(count / pictures.length);
  const inTurn = Array.from({ length: rounds }, () => pictures).flat();
  return inTurn
    .slice(0, count)
    .map((picture, index) =>
      index < pictures.length ? picture : changed(picture, randomChange(random, limits), random),
    );
}

/** Turned, sized and moved first, then in another light, blurred, and with the noise of the sensor over it. */
export function changed(picture: Picture, change: Change, random: Random): Picture {
  const moved = move(picture, change);
  light(moved, change);
  for (let pass = 0; pass < change.blurs; pass += 1) blur(moved);
  if (change.noise > 0) addNoise(moved, change.noise, random);
  return moved;
}

/** Fixed point with 8 fraction bits: as fine as the values themselves. */
const ONE = 256;

/** Bilinear, by where each pixel comes from; beyond the edges the edge goes on, as a page does. */
function move({ width, height, rgb }: Picture, { halfTurn, scale, shiftX, shiftY }: Change): Picture {
  const out = new Uint8Array(rgb.length);
  // sin and cos of the angle by its half's tangent: without functions that engines round as they like.
  const cosine = (ONE * (1 - halfTurn * halfTurn)) / (1 + halfTurn * halfTurn) / scale;
  const sine = (ONE * 2 * halfTurn) / (1 + halfTurn * halfTurn) / scale;
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const [lastX, lastY] = [(width - 1) * ONE, (height - 1) * ONE];
  let at = 0;
  for (let y = 0; y < height; y += 1) {
    const fromY = y - middleY - shiftY;
    const rowX = sine * fromY + middleX * ONE - cosine * (middleX + shiftX) + 0.5;
    const rowY = cosine * fromY + middleY * ONE + sine * (middleX + shiftX) + 0.5;
    for (let x = 0; x < width; x += 1) {
      const column = clamp(Math.floor(rowX + cosine * x), lastX);
      const row = clamp(Math.floor(rowY - sine * x), lastY);
      const right = column & (ONE - 1);
      const below = row & (ONE - 1);
      const from = 3 * ((row >> 8) * width + (column >> 8));
      const beside = right > 0 ? 3 : 0;
      const under = from + (below > 0 ? 3 * width : 0);
      const farRight = right * below;
      const farLeft = ONE * below - farRight;
      const nearRight = ONE * right - farRight;
      const nearLeft = ONE * ONE - nearRight - farLeft - farRight;
      for (let channel = 0; channel < 3; channel += 1) {
        const sum =
          nearLeft * (rgb[from + channel] ?? 0) +
          nearRight * (rgb[from + beside + channel] ?? 0) +
          farLeft * (rgb[under + channel] ?? 0) +
          farRight * (rgb[under + beside + channel] ?? 0);
        out[at] = (sum + (ONE * ONE) / 2) >> 16;
        at += 1;
      }
    }
  }
  return { width, height, rgb: out };
}

const clamp = (value: number, most: number): number => (value < 0 ? 0 : value > most ? most : value);

/** In place, as all that follow. */
function light({ rgb }: Picture, { contrast, brightness, tint }: Change): void {
  for (const [channel, factor] of tint.entries()) {
    const table = Uint8ClampedArray.from({ length: 256 }, (_, value) =>
      Math.round(factor * ((value - 128) * contrast + 128 + brightness)),
    );
    for (let at = channel; at < rgb.length; at += 3) rgb[at] = table[rgb[at] ?? 0] ?? 0;
  }
}

function blur({ width, rgb }: Picture): void {
  const line = 3 * width;
  for (let start = 0; start < rgb.length; start += line) blurAlong(rgb, start, start + line, 3);
  blurAlong(rgb, 0, rgb.length, line);
}

/** 1-2-1 over the values that lie `step` apart; the first and the last stand for those beyond the ends. */
function blurAlong(rgb: Uint8Array, start: number, end: number, step: number): void {
  const before = rgb.slice(start, start + step);
  for (let at = start; at < end; at += step) {
    const after = at + step < end ? step : 0;
    for (let i = 0; i < step; i += 1) {
      const here = rgb[at + i] ?? 0;
      rgb[at + i] = ((before[i] ?? 0) + 2 * here + (rgb[at + after + i] ?? 0) + 2) >> 2;
      before[i] = here;
    }
  }
}

/** Nearly normal: the sum of four bytes of a xorshift generator (Marsaglia 2003), whose deviation is 147.8. */
function addNoise({ rgb }: Picture, deviation: number, random: Random): void {
  let state = Math.floor(random() * 0xffff_ffff) | 1;
  for (let at = 0; at + 2 < rgb.length; at += 3) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const sum = (state & 255) + ((state >>> 8) & 255) + ((state >>> 16) & 255) + (state >>> 24);
    const grain = Math.round(((sum - 510) * deviation) / 147.8);
    rgb[at] = clamp((rgb[at] ?? 0) + grain, 255);
    rgb[at + 1] = clamp((rgb[at + 1] ?? 0) + grain, 255);
    rgb[at + 2] = clamp((rgb[at + 2] ?? 0) + grain, 255);
  }
}
