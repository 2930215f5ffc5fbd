import { describe, expect, it } from 'vitest';
import { QUICK } from '#core/protocol/constants.ts';
import { expectedDuration } from '#core/protocol/expected-duration.ts';
import { DEFAULT_REQUEST } from '#core/run-request.ts';
import { rareText, requestText } from '#renderer/features/run/choice-words.ts';
import { durationText, roughly, tooMuchText } from '#renderer/features/run/duration-words.ts';

describe('a duration', () => {
  it.each([
    [7.6, '8 s'],
    [59, '59 s'],
    [60, '1 min'],
    [124, '2 min'],
    [126, '2 min 10 s'],
    [598, '10 min'],
    [905, '15 min'],
    [1800, '30 min'],
    [3600, '1 h'],
    [7200, '2 h'],
    [5400, '1 h 30 min'],
  ])('of %d s is told as %s', (durationS, text) => {
    expect(roughly(durationS)).toBe(text);
  });

  it('is told by its bounds, or as one figure where they are one', () => {
    expect(durationText(expectedDuration(16, QUICK, null))).toBe(
      'It takes at least 1 min 20 s, and about 4 min at most.',
    );
    expect(durationText(expectedDuration(70, QUICK, null))).toBe('It takes about 4 min, or longer.');
  });
});

describe('too much for the time limit', () => {
  const said = (configurations: number) => tooMuchText(expectedDuration(configurations, QUICK, null), QUICK);

  it('is said with the rounds that fit', () => {
    expect(said(16)).toBeNull();
    expect(said(64)).toContain('leaves room for 2 rounds of 3, so the intervals will be wide');
    expect(said(80)).toContain('leaves room for 1 round of 3, which gives no intervals');
    expect(said(150)).toContain('One round alone is longer than the time limit of 4 min');
  });
});

describe('what is chosen', () => {
  it('is told in few words, with what is usual left out where it can be', () => {
    expect(rareText(DEFAULT_REQUEST)).toBe('usual precisions · back to back');
    expect(rareText({ precisions: ['fp32', 'int4'], ratePerS: 30, noFallback: true, threads: 1 })).toBe(
      'fp32, int4 · 30 inferences a second · no fallback · 1 thread',
    );
    expect(requestText({ ...DEFAULT_REQUEST, length: 'quick', providers: ['cpu'] })).toBe(
      'Quick · the default suite · cpu · usual precisions · back to back',
    );
  });
});
