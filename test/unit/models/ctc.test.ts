import { describe, expect, it } from 'vitest';
import { decodeCtc, readDictionary } from '#models/ctc.ts';

/** Scores with one winner a step; class 0 is the blank. */
const steps = (winners: number[], classes = 4): Float32Array => {
  const scores = new Float32Array(winners.length * classes).fill(0.1);
  winners.forEach((winner, step) => (scores[step * classes + winner] = 0.7));
  return scores;
};

describe('decodeCtc', () => {
  it('joins a class that goes on into one character', () => {
    expect(decodeCtc(steps([1, 1, 2, 2, 2, 0, 3]), 4, ['a', 'b', 'c'])).toBe('abc');
  });

  it('doubles a character when a blank lies between', () => {
    expect(decodeCtc(steps([1, 0, 1]), 4, ['a', 'b', 'c'])).toBe('aa');
  });

  it('reads nothing from blanks', () => {
    expect(decodeCtc(steps([0, 0, 0]), 4, ['a', 'b', 'c'])).toBe('');
  });

  it('shows a class without a character rather than leave it out', () => {
    expect(decodeCtc(steps([3]), 4, ['a', 'b'])).toBe('\ufffd');
  });
});

describe('readDictionary', () => {
  it('adds the space that the file does not hold', () => {
    expect(readDictionary('a\nb\n')).toEqual(['a', 'b', ' ']);
    expect(readDictionary('a\r\nb')).toEqual(['a', 'b', ' ']);
  });

  it('keeps a space that is a line of the file', () => {
    expect(readDictionary('a\n \nb\n')).toEqual(['a', ' ', 'b', ' ']);
  });
});
