import { describe, expect, it } from 'vitest';
import { rankByRounds } from '#core/ranking/rank.ts';

const rounds = (...values: number[]) =>
  new Map(values.map((value, round) => [round, { value, loadings: [] }]));

describe('rankByRounds', () => {
  it('separates what differs in every round', () => {
    expect(rankByRounds([rounds(2, 2.01, 1.99, 2), rounds(1, 1.01, 0.99, 1)], 0, 0.05)).toEqual([2, 1]);
  });

  it('lets what the data cannot separate share a rank', () => {
    expect(rankByRounds([rounds(1, 2, 1, 2), rounds(2, 1, 2, 1.1)], 0, 0.05)).toEqual([1, 1]);
  });

  it('pairs by round, so that drift common to all does not hide a difference', () => {
    const drift = [1, 2, 4, 8];
    const a = rounds(...drift.map((factor) => factor));
    const b = rounds(...drift.map((factor, round) => 1.1 * factor * (1 + 0.01 * (round % 2))));
    expect(rankByRounds([b, a], 0, 0.05)).toEqual([2, 1]);
  });

  it('compares only rounds that both have', () => {
    const late = new Map([
      [7, { value: 1, loadings: [] }],
      [8, { value: 1, loadings: [] }],
    ]);
    expect(rankByRounds([rounds(5, 5, 5), late], 0, 0.05)).toEqual([1, 1]);
  });

  it('counts places, and never falls along ascending means', () => {
    const noisy = rounds(3, 300, 5, 120);
    const entries = [rounds(1, 1.01, 0.99, 1), rounds(1, 0.99, 1.01, 1.002), rounds(9, 9.1, 8.9, 9), noisy];
    const ranks = rankByRounds(entries, 0, 0.05);
    expect(ranks.slice(0, 3)).toEqual([1, 1, 3]);
    expect(ranks[3]).toBeGreaterThanOrEqual(3);
  });

  it('separates a large one from a small one though the large one’s noise exceeds the small one', () => {
    const small = rounds(0.7, 0.75, 0.68);
    expect(rankByRounds([small, rounds(250, 330, 280)], 0, 0.05)).toEqual([1, 2]);
  });

  it('compares by difference where net energy is not above 0', () => {
    expect(rankByRounds([rounds(-1, -1.01, -0.99, -1), rounds(5, 5.1, 4.9, 5)], 0, 0.05)).toEqual([1, 2]);
  });

  it('gives no rank to what has no value', () => {
    expect(rankByRounds([rounds(1, 1), new Map()], 0, 0.05)).toEqual([1, null]);
  });
});
