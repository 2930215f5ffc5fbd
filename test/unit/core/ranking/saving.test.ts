import { describe, expect, it } from 'vitest';
import { savingText } from '#core/format/savings.ts';
import { judgeFidelity } from '#core/fidelity.ts';
import { savingsOf } from '#core/ranking/saving.ts';
import type { Row, Window } from '#core/record/schema.ts';
import { sampleRow, sampleWindow } from '#test/support/sample-record.ts';

const LEVELS = { confidenceLevel: 0.95, separationLevel: 0.025 };

/** Net mJ of each round: 1000 inferences a window, no idle power. */
function windows(...netMj: number[]): Window[] {
  return netMj.flatMap((value, round) => [
    sampleWindow({ round, kind: 'idle', startS: 10 * round, idlePowerW: 0, energyJ: 0, inferences: 0 }),
    sampleWindow({ round, startS: 10 * round + 2, idlePowerW: 0, energyJ: value, inferences: 1000 }),
  ]);
}

const row = (precision: Row['precision'], netMj: number[], changes: Partial<Row> = {}): Row =>
  sampleRow({ precision, windows: windows(...netMj), ...changes });

const passed = (sqnrDb: number, minSqnrDb: number): Row['fidelity'] =>
  judgeFidelity(
    { inputs: 32, cosine: 0.99, sqnrDb, maxAbsError: 0.1, top1Agreement: null },
    { passed: true, detail: 'read all lines' },
    { minSqnrDb, minTop1Agreement: null },
  );

describe('savingsOf', () => {
  const drift = [1, 1.5, 2, 1.2];
  const fp32 = row(
    'fp32',
    drift.map((factor) => 10 * factor),
  );
  const half = drift.map((factor, round) => 5 * factor * (1 + 0.01 * (round % 2)));

  it('is the ratio of the joules, paired by round, so that drift does not widen it', () => {
    const [saving] = savingsOf([row('int8-dynamic', half), fp32], LEVELS);
    expect(saving?.ratio).toBeCloseTo(0.5 * Math.sqrt(1.01), 6);
    expect(saving?.separated).toBe(true);
    expect(saving!.interval[1] - saving!.interval[0]).toBeLessThan(0.02);
  });

  it('does not tell apart what the rounds cannot', () => {
    const [none, saving] = savingsOf([fp32, row('fp16', [10.2, 14, 21, 12.1])], LEVELS);
    expect(none).toBeNull();
    expect(saving?.separated).toBe(false);
    expect(saving!.interval[0]).toBeLessThan(1);
    expect(saving!.interval[1]).toBeGreaterThan(1);
  });

  it('takes no reference of another model, target, setting, tier or domain, and no energy below 0', () => {
    const others: Partial<Row>[] = [
      { modelSha256: 'b'.repeat(64) },
      { provider: 'wasm' },
      { unit: '1' },
      { threads: 3 },
      { spinning: false },
      { arena: false },
      { tier: 'sensor' },
      { domains: ['package', 'dram'] },
    ];
    for (const other of others)
      expect(savingsOf([fp32, row('fp16', half, other)], LEVELS)).toEqual([null, null]);
    expect(savingsOf([fp32, row('fp16', [-1, 2, 3, 4])], LEVELS)).toEqual([null, null]);
    expect(savingsOf([fp32, row('fp16', [5])], LEVELS)).toEqual([null, null]);
    expect(savingsOf([fp32], LEVELS)).toEqual([null]);
  });
});

describe('savingText', () => {
  const text = (netMj: number[], fidelity: Row['fidelity'] = null): string | null => {
    const [, againstFp32 = null] = savingsOf([row('fp32', [10, 10.1, 9.9]), row('fp16', netMj)], LEVELS);
    return savingText({ againstFp32, fidelity });
  };

  it('says how much is saved, with its interval, and that the answer is the same', () => {
    expect(text([5, 5.05, 4.95], passed(30, 20))).toBe(
      '50.0 % fewer joules than fp32 (50.0 … 50.0 %), same task answer',
    );
  });

  it('says what costs more', () => {
    expect(text([12, 12.2, 11.9])).toMatch(/^20.3 % more joules than fp32 \(1\d\.\d … 2\d\.\d %\)$/);
  });

  it('does not say which is lower where they are not separated', () => {
    expect(text([9, 11, 10])).toMatch(/^not separated from fp32 \(−[\d.]+ % … \+[\d.]+ % joules\)$/);
  });

  it('calls a degraded saving degraded, and not the same answer', () => {
    expect(text([5, 5.05, 4.95], passed(10, 20))).toMatch(/^50.0 % fewer joules .*, degraded$/);
  });

  it('says nothing where there is nothing to compare with', () => {
    expect(savingText({ againstFp32: null, fidelity: passed(30, 20) })).toBeNull();
  });
});
