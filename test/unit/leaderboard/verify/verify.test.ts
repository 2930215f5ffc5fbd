import { describe, expect, it } from 'vitest';
import { verifyLine } from '#core/leaderboard/verify/verify.ts';
import { consistentLines } from '#test/support/consistent-record.ts';

const never = () => false;

describe('verifyLine', () => {
  it('finds nothing wrong with consistent lines but that nobody signed them', () => {
    for (const seed of [1, 2, 3, 4_000_000_000]) {
      for (const { line } of consistentLines({ seed })) {
        const { state, reasons } = verifyLine(line, never);
        expect({ state, reasons }).toEqual({ state: 'unsigned', reasons: ['nobody has signed it'] });
      }
    }
  });
});
