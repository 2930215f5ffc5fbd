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
    const drift = [0, 5, 10, 15];
    const a = rounds(...drift.map((shift) => 1 + shift));
    const b = rounds(...drift.map((shift, round) => 1.5 + shift + 0.01 * (round % 2)));
    expect(rankByRounds([b, a], 0, 0.05)).toEqual([2, 1]);
  });

  it('compares only rounds that both have', () => {
    const late = new Map([
      [7, { value: 1, loadings: [] }],
      [8, { value: 1, loadings: [] }],
    ]);
    expect(rankByRounds([rounds(5, 5, 5), late], 0, 0.05)).toEqual([1, 1]);
  });

  it('gives no rank to what has no value', () => {
    expect(rankByRounds([rounds(1, 1), new Map()], 0, 0.05)).toEqual([1, null]);
  });
});
