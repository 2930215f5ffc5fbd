import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { seededAround, seededValues, seedOf } from '#models/builders/seeded.ts';

const hashOf = (values: Float32Array): string =>
  createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex');

it('the same name gives the same bits on every machine', () => {
  // FNV-1a's own test vectors.
  expect([seedOf(''), seedOf('a'), seedOf('foobar')]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
  expect(hashOf(seededValues('conv1.weight', 100_000, 0.1))).toMatchInlineSnapshot(
    `"1a665391fb4ef952e7033247b00b202eac030e9ec932a4e2a1620a4c2e61fadd"`,
  );
});

it('values have the mean and the deviation that were asked for, and no more than √6 deviations', () => {
  const values = seededValues('a weight', 200_000, 0.5);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.005);
  expect(Math.sqrt(variance)).toBeCloseTo(0.5, 2);
  expect(values.every((value) => Math.abs(value) <= 0.5 * Math.sqrt(6))).toBe(true);
});

it('other names give other values, and neighbours are not alike', () => {
  const [first, second] = ['layers.0.weight', 'layers.1.weight'].map((name) => seededValues(name, 10_000, 1));
  const product = first!.reduce((sum, value, at) => sum + value * second![at]!, 0) / 10_000;
  expect(Math.abs(product)).toBeLessThan(0.05);
  const shifted = first!.reduce((sum, value, at) => sum + value * (first![at + 1] ?? 0), 0) / 10_000;
  expect(Math.abs(shifted)).toBeLessThan(0.05);
});

it('values around a mean lie there', () => {
  const scales = seededAround('norm.weight', 1000, 1, 0.1);
  expect(scales.reduce((sum, value) => sum + value, 0) / 1000).toBeCloseTo(1, 1);
});
