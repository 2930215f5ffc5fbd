import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/stats/random.ts';
import { changed, UNCHANGED, variations, type Limits } from '#models/augment.ts';
import type { Picture } from '#models/definition.ts';

/** A dark dot of 2 × 2 in the middle of a light picture. */
const dot = (width = 12, height = 8): Picture => {
  const rgb = new Uint8Array(3 * width * height).fill(200);
  for (const y of [height / 2 - 1, height / 2]) {
    rgb.fill(20, 3 * (y * width + width / 2 - 1), 3 * (y * width + width / 2 + 1));
  }
  return { width, height, rgb };
};
const change = (changes: Partial<typeof UNCHANGED>, picture = dot()): Picture =>
  changed(picture, { ...UNCHANGED, ...changes }, seededRandom(1));
const red = ({ width, rgb }: Picture, x: number, y: number): number | undefined => rgb[3 * (y * width + x)];
const mean = ({ rgb }: Picture): number => rgb.reduce((sum, value) => sum + value, 0) / rgb.length;

const LIMITS: Limits = {
  ...{ halfTurn: 0.05, scale: 0.1, shiftX: 2, shiftY: 2 },
  ...{ contrast: 0.3, brightness: 30, tint: 0.1, blurs: 2, noise: 9 },
};

describe('a changed picture', () => {
  it('is the same where nothing changes', () => {
    expect(change({})).toEqual(dot());
  });

  it('moves right and down by whole pixels without loss, and its edges go on', () => {
    const moved = change({ shiftX: 2, shiftY: 1 });
    expect([red(moved, 7, 4), red(moved, 8, 5), red(moved, 6, 4), red(moved, 0, 0)]).toEqual([
      20, 20, 200, 200,
    ]);
  });

  it('turns about its middle, clockwise for a positive angle', () => {
    // A right angle: the tangent of its half is 1.
    const square = dot(8, 8);
    square.rgb.fill(20, 3 * (3 * 8 + 6), 3 * (3 * 8 + 7));
    const turned = change({ halfTurn: 1 }, square);
    expect([red(turned, 3, 3), red(turned, 4, 4), red(turned, 4, 6), red(turned, 6, 3)]).toEqual([
      20, 20, 20, 200,
    ]);
  });

  it('grows about its middle', () => {
    const grown = change({ scale: 2 });
    expect(red(grown, 4, 2)).toBeLessThan(200);
    expect(red(change({}), 4, 2)).toBe(200);
    expect(mean(grown)).toBeLessThan(mean(dot()));
  });

  it('has the light that is asked for, never beyond black and white', () => {
    expect(red(change({ brightness: 30 }), 0, 0)).toBe(230);
    expect(red(change({ brightness: 300 }), 5, 3)).toBe(255);
    expect(red(change({ contrast: 0.5 }), 0, 0)).toBe(164);
    const tinted = change({ tint: [1.1, 1, 0.5] });
    expect([...tinted.rgb.subarray(0, 3)]).toEqual([220, 200, 100]);
  });

  it('is blurred without getting darker or lighter', () => {
    const blurred = change({ blurs: 2 });
    expect(red(blurred, 4, 3)).toBeLessThan(190);
    expect(Math.abs(mean(blurred) - mean(dot()))).toBeLessThan(1);
  });

  it('has noise of the asked deviation, the same in all channels', () => {
    const grey: Picture = { width: 200, height: 200, rgb: new Uint8Array(120_000).fill(128) };
    const { rgb } = change({ noise: 8 }, grey);
    const values = Array.from({ length: 40_000 }, (_, pixel) => (rgb[3 * pixel] ?? 0) - 128);
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
    expect(deviation).toBeGreaterThan(7.8);
    expect(deviation).toBeLessThan(8.2);
    expect(rgb.every((value, at) => value === rgb[at - (at % 3)])).toBe(true);
  });
});

describe('variations', () => {
  const fingerprint = (pictures: readonly Picture[]): string =>
    pictures.reduce((hash, { rgb }) => hash.update(rgb), createHash('sha256')).digest('hex');

  it('are the pictures as they are, then all different', () => {
    const found = variations([dot(), dot(6, 6)], 9, LIMITS, 1);
    expect(found.slice(0, 2)).toEqual([dot(), dot(6, 6)]);
    expect(found.map(({ width }) => width)).toEqual([12, 6, 12, 6, 12, 6, 12, 6, 12]);
    expect(new Set(found.map((picture) => fingerprint([picture]))).size).toBe(9);
  });

  it('are the same bytes on every machine, and others for another seed', () => {
    const first = fingerprint(variations([dot()], 32, LIMITS, 1));
    expect(first).toBe('e3e605d2b893942656a3658b015efc4d83f1ffee09e4c465bcc3cce625dd3919');
    expect(fingerprint(variations([dot()], 32, LIMITS, 2))).not.toBe(first);
  });
});
