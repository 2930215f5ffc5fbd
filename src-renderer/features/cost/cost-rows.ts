/** Which rows of a record have a cost, and what a reduced precision saves of it. */
import { configurationKey } from '#core/configuration.ts';
import { times, type Estimated } from '#core/cost/yearly-cost.ts';
import { isDegraded } from '#core/fidelity.ts';
import type { Row, RunRecord } from '#core/record/schema.ts';

export type CostedRow = Row & { readonly netJ: number; readonly grossJ: number };

export const hasCost = (row: Row): row is CostedRow => row.netJ !== null && row.grossJ !== null;

/** The one that was asked for; else the most frugal that keeps its answers, and the first one where none does. */
export function chosenRow(record: RunRecord, key: string | null): CostedRow | null {
  const rows = record.rows.filter(hasCost).toSorted((a, b) => a.netJ - b.netJ);
  const asked = rows.find((row) => configurationKey(row) === key);
  return asked ?? rows.find((row) => !isDegraded(row)) ?? rows[0] ?? null;
}

/**
 * Net J that one inference saves against fp32, by the ratio of the record and its interval; null: there is no fp32 to
 * compare with, or the rounds cannot tell the two apart.
 */
export function savedJ({ netJ, againstFp32 }: CostedRow): Estimated | null {
  if (againstFp32 === null || !againstFp32.separated) return null;
  const { ratio, interval } = againstFp32;
  const fp32J = netJ / ratio;
  return times({ value: 1 - ratio, interval: [1 - interval[1], 1 - interval[0]] }, fp32J);
}
