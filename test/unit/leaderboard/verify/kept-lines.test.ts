/** Lines that real runs wrote, back to back and at a fixed rate: what is said of them must not change. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { verifyLine } from '#core/leaderboard/verify/verify.ts';
import { METHOD_VERSION } from '#core/protocol/version.ts';

const linesOf = (name: string): string[] =>
  readFileSync(new URL(`../../../fixtures/leaderboard/${name}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
const check = (line: string) => verifyLine(line, () => false, { now: new Date('2027-01-01') });

describe('lines of real runs', () => {
  it('of this method follow from their windows, in whatever words this program tells it now', () => {
    expect(METHOD_VERSION).toBe(2);
    for (const line of linesOf('method-2.jsonl')) {
      const { state, reasons } = check(line);
      expect({ state, reasons }).toEqual({ state: 'unsigned', reasons: ['nobody has signed it'] });
    }
  });

  it('of an older method are read, and said to be beyond recomputing', () => {
    for (const line of linesOf('method-1.jsonl')) {
      const { state, reasons, submission } = check(line);
      expect(state).toBe('unsigned');
      expect(reasons).toEqual([expect.stringContaining('method version 1 cannot be recomputed')]);
      expect(submission?.methodVersion).toBe(1);
    }
  });
});
