import { describe, expect, it } from 'vitest';
import { quantizeBlocks, type BlockSpec } from '#precision/int4/blocks.ts';
import { dequantized } from '#test/support/int4-reference.ts';
import { noise } from '#test/support/onnx-models.ts';

const spec = (changes: Partial<BlockSpec>): BlockSpec => ({
  inputs: 32,
  outputs: 1,
  outputsFirst: true,
  blockSize: 32,
  symmetric: true,
  ...changes,
});

function made(weights: Float32Array, changes: Partial<BlockSpec>) {
  const given = spec(changes);
  const blocked = quantizeBlocks(weights, given);
  if (blocked === null) throw new Error('refused');
  const { inputs, outputs, blockSize } = given;
  return { ...blocked, back: dequantized(blocked, inputs, outputs, blockSize) };
}

/** 10 · log₁₀(Σ w² / Σ (w − w')²), dB. */
function measuredDb(weights: ArrayLike<number>, back: ArrayLike<number>): number {
  let [signal, error] = [0, 0];
  for (let at = 0; at < weights.length; at++) {
    signal += (weights[at] ?? 0) ** 2;
    error += ((weights[at] ?? 0) - (back[at] ?? NaN)) ** 2;
  }
  return 10 * Math.log10(signal / error);
}

describe('weights in blocks of 4 bits', () => {
  it('are exact where they are multiples of one step, whichever sign the largest has', () => {
    for (const sign of [1, -1]) {
      const weights = Float32Array.from({ length: 32 }, (_, at) => sign * 0.25 * ((at % 16) - 8));
      const { back, sqnrDb, scales, zeroPoints } = made(weights, {});
      expect([...back]).toEqual([...weights]);
      expect(sqnrDb).toBe(Infinity);
      expect([...scales]).toEqual([sign * 0.25]);
      expect(zeroPoints).toBeNull();
    }
  });

  it('use all sixteen steps for weights of one sign where a zero point is allowed', () => {
    const weights = Float32Array.from({ length: 32 }, (_, at) => 0.5 * (at % 16));
    const { back, zeroPoints } = made(weights, { symmetric: false });
    expect([...back]).toEqual([...weights]);
    expect([...(zeroPoints ?? [])]).toEqual([0]);
    expect(made(weights, {}).sqnrDb).toBeLessThan(30);
  });

  it('lie two in a byte, the earlier in the lower bits, block after block', () => {
    // The first block is −8 … 7 twice in steps of 1, the second in steps of 2.
    const weights = Float32Array.from({ length: 64 }, (_, at) => (at < 32 ? 1 : 2) * ((at % 16) - 8));
    const { packed, scales } = made(weights, { inputs: 64 });
    const half = [0x10, 0x32, 0x54, 0x76, 0x98, 0xba, 0xdc, 0xfe];
    expect([...packed]).toEqual([...half, ...half, ...half, ...half]);
    expect([...scales]).toEqual([1, 2]);
  });

  it('are read by columns where the outputs come last', () => {
    const rows = noise(96 * 40, 4);
    const columns = Float32Array.from(rows, (_, at) => rows[(at % 40) * 96 + Math.floor(at / 40)] ?? 0);
    const expected = quantizeBlocks(rows, spec({ inputs: 96, outputs: 40 }));
    expect(quantizeBlocks(columns, spec({ inputs: 96, outputs: 40, outputsFirst: false }))).toEqual(expected);
  });

  it('fill the last block of a row with what counts as 0', () => {
    const weights = noise(3 * 50, 6);
    const { packed, back, zeroPoints } = made(weights, { inputs: 50, outputs: 3, symmetric: false });
    expect(packed).toHaveLength(3 * 2 * 16);
    expect(zeroPoints).toHaveLength(3);
    expect(measuredDb(weights, back)).toBeGreaterThan(18);
    // 14 of the second block's 32 are beyond the row; in each, q = z.
    const zeroOfSecond = (zeroPoints?.[0] ?? 0) >> 4;
    expect([...packed.slice(25, 32)]).toEqual(Array<number>(7).fill(zeroOfSecond * 17));
  });

  it('survive being all 0, and too small for a step of float32', () => {
    const { back, sqnrDb } = made(new Float32Array(64), { inputs: 64 });
    expect([...back].every((value) => value === 0)).toBe(true);
    expect(sqnrDb).toBeNaN();
    const tiny = made(new Float32Array(32).fill(1e-45), { symmetric: false });
    expect([...tiny.back].every(Number.isFinite)).toBe(true);
  });

  it.each([NaN, Infinity])('are refused where one is %d', (bad) => {
    const weights = noise(64, 1);
    weights[40] = bad;
    expect(quantizeBlocks(weights, spec({ inputs: 64 }))).toBeNull();
  });
});

describe('the loss', () => {
  const settings = [32, 64, 128].flatMap((blockSize) =>
    [true, false].map((symmetric) => ({ blockSize, symmetric })),
  );

  it.each(settings)(
    'is told rightly and near what rounding costs in theory: $blockSize, $symmetric',
    (given) => {
      const weights = noise(512 * 64, 3);
      const { back, sqnrDb } = made(weights, { inputs: 512, outputs: 64, ...given });
      expect(measuredDb(weights, back)).toBeCloseTo(sqnrDb, 9);
      const theory = theoryDb(weights, given);
      expect(sqnrDb).toBeGreaterThan(theory);
      expect(sqnrDb).toBeLessThan(theory + 1.5);
    },
  );

  it('is less with smaller blocks, and with a zero point', () => {
    const weights = noise(512 * 64, 3);
    const db = (blockSize: number, symmetric: boolean): number =>
      made(weights, { inputs: 512, outputs: 64, blockSize, symmetric }).sqnrDb;
    expect(db(32, true)).toBeGreaterThan(db(64, true));
    expect(db(64, true)).toBeGreaterThan(db(128, true));
    expect(db(32, false)).toBeGreaterThan(db(32, true));
  });
});

/** Rounding to steps of Δ costs Δ² / 12 a weight (uniform error), with the step that covers the block. */
function theoryDb(
  weights: Float32Array,
  { blockSize, symmetric }: { blockSize: number; symmetric: boolean },
): number {
  let [signal, error] = [0, 0];
  for (let from = 0; from < weights.length; from += blockSize) {
    const block = weights.subarray(from, from + blockSize);
    const [low, high] = [Math.min(0, ...block), Math.max(0, ...block)];
    const step = symmetric ? Math.max(-low, high) / 8 : (high - low) / 15;
    for (const weight of block) signal += weight * weight;
    error += (blockSize * step ** 2) / 12;
  }
  return 10 * Math.log10(signal / error);
}
