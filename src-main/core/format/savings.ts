/** What a precision saves, in words that its interval allows. */
import { isDegraded } from '../fidelity.ts';
import type { AgainstFp32, Row } from '../record/schema.ts';
import { fixed, percent, significant } from './number.ts';

/**
 * E.g. `34.1 % fewer joules than fp32 (32.0 … 36.2 %), same task answer`. Where the rounds cannot tell the two apart
 * it says that, and nothing about which is lower. null: nothing to compare with.
 */
export function savingText(row: Pick<Row, 'againstFp32' | 'fidelity'>): string | null {
  if (row.againstFp32 === null) return null;
  return [energyText(row.againstFp32), answerText(row)].filter((part) => part !== null).join(', ');
}

/** E.g. `1.36× fewer joules`; null: nothing to compare with. Without the interval, which the long form has. */
export function savingWords({ againstFp32 }: Pick<Row, 'againstFp32'>): string | null {
  if (againstFp32 === null) return null;
  const { ratio, separated } = againstFp32;
  if (!separated || ratio <= 0) return 'not separated from fp32';
  return ratio < 1 ? `${significant(1 / ratio, 3)}× fewer joules` : `${significant(ratio, 3)}× the joules`;
}

function energyText({ ratio, interval: [low, high], separated }: AgainstFp32): string {
  if (!separated) return `not separated from fp32 (${signed(low)} … ${signed(high)} joules)`;
  if (ratio < 1) return `${percent(1 - ratio)} fewer joules than fp32 (${range(1 - high, 1 - low)})`;
  return `${percent(ratio - 1)} more joules than fp32 (${range(low - 1, high - 1)})`;
}

function answerText(row: Pick<Row, 'fidelity'>): string | null {
  if (isDegraded(row)) return 'degraded';
  const task = row.fidelity?.task ?? null;
  return task === null ? null : 'same task answer';
}

const range = (low: number, high: number): string => `${fixed(100 * low, 1)} … ${percent(high)}`;
const signed = (ratio: number): string => `${ratio < 1 ? '−' : '+'}${percent(Math.abs(ratio - 1))}`;
