import { describe, expect, it } from 'vitest';
import type { Submission } from '#core/leaderboard/schema.ts';
import { repeatedDoubts } from '#core/leaderboard/verify/plausible/repeated.ts';
import { roundDoubts } from '#core/leaderboard/verify/plausible/rounds.ts';
import { workDoubts } from '#core/leaderboard/verify/plausible/work.ts';
import { QUICK } from '#core/protocol/constants.ts';
import type { Window } from '#core/record/schema.ts';
import { consistentLines } from '#test/support/consistent-record.ts';

const [entry] = consistentLines();
const { submission } = entry!;
/** Idle, measure, idle, measure, idle, measure, idle. */
const { windows } = submission;
const edited = (index: number, changes: Partial<Window>): Submission => ({
  ...submission,
  windows: windows.map((window, at) => (at === index ? { ...window, ...changes } : window)),
});
const inOrder = (list: readonly Window[]): Submission => ({ ...submission, windows: [...list] });
const doubts = (changed: Submission) => roundDoubts(changed, QUICK);

describe('rounds', () => {
  it('are as the engine takes them in a consistent line', () => {
    expect(windows.map(({ kind }) => kind[0]).join('')).toBe('imimimi');
    expect(doubts(submission)).toEqual([]);
  });

  it('have windows one after the other', () => {
    expect(doubts(edited(3, { startS: windows[2]!.startS + 0.5 }))).toEqual([
      'windows[3] starts before windows[2] has ended',
    ]);
    expect(doubts(inOrder([windows[1]!, windows[0]!, ...windows.slice(2)]))).toContain(
      'windows[1] starts before windows[0] has ended',
    );
    expect(doubts(edited(0, { startS: -1 }))).toEqual(['windows[0] starts before its run']);
  });

  it('ascend, each opened by its idle window, without a gap', () => {
    expect(doubts(edited(3, { round: 0 }))).toContain('windows[3] of round 0 comes after one of round 1');
    expect(doubts(edited(4, { round: 1 })).join()).toContain('windows[4] is idle in the midst of round 1');
    expect(doubts(edited(6, { round: 5 }))).toContain('round 3 has no idle window');
    expect(doubts(inOrder(windows.slice(1)))).toContain('round 0 has no idle window');
    expect(doubts(edited(6, { round: 1e9 }))).toContain(
      'round 1000000000 (from 0) is beyond the 6 rounds of its run',
    );
  });

  it('repeat a window only where it has a flag, and twice at most', () => {
    const again = (flags: Window['flags'], times: number) => {
      const [idle, measure, ...rest] = windows as [Window, Window, ...Window[]];
      const repeats = Array.from({ length: times }, (_, index) => ({
        ...measure,
        startS: measure.startS + 0.001 * (index + 1),
        durationS: 0.0001,
        energyJ: null,
        flags,
      }));
      return doubts(
        inOrder([idle, { ...measure, flags, durationS: 0.0001, energyJ: null }, ...repeats, ...rest]),
      );
    };
    expect(again(['disturbed'], 2)).toEqual([]);
    expect(again(['disturbed'], 3)).toEqual(['round 0 has 4 measure windows; at most 3 are taken']);
    expect(again([], 1)).toEqual(['round 0 repeats a measuring window that has no flag']);
  });

  it('are as many as asked for, unless the time was over', () => {
    const two = inOrder(windows.slice(0, 5));
    expect(doubts(two).join()).toContain(
      'has 2 of at least 3 rounds, though its time limit of 240 s was not reached',
    );
    expect(roundDoubts(two, { ...QUICK, timeLimitSeconds: 3 })).toEqual([]);
  });
});

describe('windows', () => {
  it('never have the very numbers of another', () => {
    const { startS: _at, round: _of, ...copy } = windows[1]!;
    expect(repeatedDoubts(edited(3, copy))).toEqual(['windows[3] has the very numbers of windows[1]']);
    expect(repeatedDoubts(submission)).toEqual([]);
  });

  it('hold no more latencies than time, and back to back hardly less', () => {
    const { results } = submission;
    const slower = (by: number): Submission => ({
      ...submission,
      results: {
        ...results,
        latencySketch: results.latencySketch.map(([bucket, count]): [number, number] => [bucket + by, count]),
      },
    });
    expect(workDoubts(submission, QUICK)).toEqual([]);
    // A bucket is half a percent wide.
    expect(workDoubts(slower(8), QUICK).join()).toMatch(/add up to [\d.]+ s, its windows last/);
    expect(workDoubts(slower(-400), QUICK).join()).toMatch(
      /back to back, its latencies add up to [\d.]+ s only/,
    );
    const paced = { ...slower(-400), scenario: { kind: 'fixed-rate' as const, ratePerS: 101 } };
    expect(workDoubts(paced, QUICK)).toEqual([]);
    expect(workDoubts({ ...paced, scenario: { kind: 'fixed-rate', ratePerS: 20 } }, QUICK).join()).toContain(
      'asked for 20 a second',
    );
  });

  it('are not longer than any rule makes them', () => {
    expect(workDoubts(edited(1, { durationS: 900 }), QUICK).join()).toContain(
      'windows[1] lasts 900 s, where',
    );
  });
});
