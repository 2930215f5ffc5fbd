import { describe, expect, it } from 'vitest';
import type { BoardEntry } from '#core/leaderboard/rank.ts';
import type { BoardHead } from '#ipc/calls/leaderboard.ts';
import {
  boardsByModel,
  boardText,
  droppedTexts,
  sharedRanks,
  signerText,
  whoseEntry,
} from '#renderer/features/leaderboard/board-words.ts';
import { dayOf, dayStart } from '#renderer/features/leaderboard/since.ts';
import { scaleOf, whiskerOf } from '#renderer/features/leaderboard/whisker.ts';

const head: BoardHead = {
  key: 'counter|m2',
  tier: 'counter',
  model: 'silero-vad',
  modelSha256: 'd'.repeat(64),
  precision: null,
  scenario: { kind: 'back-to-back' },
  batch: 1,
  methodVersion: 2,
  domains: ['dram', 'package'],
  counts: { entries: 3, degraded: 0 },
};
const entry = (signedBy: string | null, signedByName: string | null = null) =>
  ({ check: { state: 'verified', reasons: [], signedBy }, signedByName }) as unknown as BoardEntry;

describe('a board in words', () => {
  it('says what tells it from the others of its model', () => {
    expect(boardText(head)).toBe('energy counter, dram + package, back to back, method 2 (3)');
    const other = { ...head, batch: 8, scenario: { kind: 'fixed-rate', ratePerS: 30 } as const, tier: null };
    expect(boardText(other)).toBe('all tiers, dram + package, 30 inferences/s, batch 8, method 2 (3)');
  });

  it('stands with the other boards of its model', () => {
    const heads = [head, { ...head, model: 'ocr' }, { ...head, tier: 'estimate' as const }];
    expect(boardsByModel(heads).map(([model, members]) => [model, members.length])).toEqual([
      ['silero-vad', 2],
      ['ocr', 1],
    ]);
  });
});

describe('whose an entry is', () => {
  const own = { all: ['aa', 'bb'], app: 'bb' };

  it('tells the app’s key from the command line’s, and both from others', () => {
    expect(whoseEntry(entry('bb'), own)).toBe('app');
    expect(whoseEntry(entry('aa'), own)).toBe('command line');
    expect(whoseEntry(entry('cc'), own)).toBeNull();
    expect(whoseEntry(entry(null), own)).toBeNull();
  });

  it('names me, a key that I have named, another by its first digits, and nobody', () => {
    expect(signerText(entry('aa', 'My laptop'), own)).toBe('you');
    expect(signerText(entry('cc', 'Grace'), own)).toBe('Grace');
    expect(signerText(entry('0123456789abcdef'), own)).toBe('key 0123456789ab…');
    expect(signerText(entry(null), own)).toBeNull();
  });
});

describe('what is left out', () => {
  it('is said by its reason; what another line stands for, and what a filter leaves out, is not', () => {
    expect(droppedTexts({ dropped: { altered: 2, revoked: 1, repeated: 7, unwanted: 3 } })).toEqual([
      '2 altered',
      '1 revoked by whoever signed it',
    ]);
    expect(droppedTexts({ dropped: {} })).toEqual([]);
  });
});

describe('sharedRanks', () => {
  it('are those that more than one entry has', () => {
    expect([...sharedRanks([{ rank: 1 }, { rank: 2 }, { rank: 2 }, { rank: 2 }, { rank: 5 }])]).toEqual([2]);
  });
});

describe('a whisker', () => {
  const results = (netJ: number, halfJ: number) => ({ netJ, ci95: [netJ - halfJ, netJ + halfJ] as const });

  it('lies on one scale from zero', () => {
    const scale = scaleOf([results(1, 0.2), results(3, 1)]);
    expect(scale).toEqual({ lowJ: 0, highJ: 4 });
    expect(whiskerOf(3, [2, 4], scale)).toEqual({
      leftPercent: 50,
      widthPercent: 50,
      dotPercent: 75,
      isBeyond: false,
    });
  });

  it('begins below zero where noise made a figure negative', () => {
    expect(scaleOf([results(-1, 1), results(1, 1)])).toEqual({ lowJ: -2, highJ: 2 });
  });

  it('is cut where it lies behind the first twenty', () => {
    const scale = scaleOf([...Array.from({ length: 20 }, (_, n) => results(1 + n, 0)), results(100, 1)]);
    expect(scale.highJ).toBe(20);
    expect(whiskerOf(100, [99, 101], scale)).toMatchObject({ dotPercent: 100, isBeyond: true });
  });

  it('of a board without entries divides by nothing', () => {
    expect(whiskerOf(0, [0, 0], scaleOf([]))).toMatchObject({ leftPercent: 0, widthPercent: 0 });
  });
});

describe('since', () => {
  it('is a day in UTC, there and back', () => {
    expect(dayStart('2026-01-31')).toBe(Date.UTC(2026, 0, 31));
    expect(dayOf(Date.UTC(2026, 0, 31))).toBe('2026-01-31');
    expect(dayStart('')).toBeNull();
    expect(dayOf(null)).toBe('');
  });
});
