/** The rows of a record in the order in which they are shown. */
import { isDegraded } from '#core/fidelity.ts';
import type { Row, Verdict } from '#core/record/schema.ts';

export interface RankedRow {
  readonly row: Row;
  /** Another row has the same rank: the data cannot tell them apart. */
  readonly shared: boolean;
}

/**
 * The most frugal first; rows whose answers are degraded behind all that hold, and those without a net
 * energy last of either. Rows that failed, and those that have no figure
 * yet because their first round is not over, are not among them.
 */
export function rankedRows(rows: readonly Row[]): RankedRow[] {
  const ran = rows.filter(({ verdict, grossJ, latencyMs }) => {
    return verdict !== 'failed' && (grossJ !== null || latencyMs !== null);
  });
  const sorted = ran.toSorted(
    (a, b) => Number(isDegraded(a)) - Number(isDegraded(b)) || (a.netJ ?? Infinity) - (b.netJ ?? Infinity),
  );
  return sorted.map((row) => ({
    row,
    shared: row.rank !== null && ran.filter(({ rank }) => rank === row.rank).length > 1,
  }));
}

/** Told apart by shape and word; colour only repeats it. */
export const VERDICT_SYMBOLS: Record<Verdict, string> = {
  trusted: '✓',
  noisy: '≈',
  disturbed: '!',
  throttled: '▼',
  incomplete: '◌',
  estimated: '~',
  failed: '✕',
};

export const VERDICT_MEANINGS: Record<Verdict, string> = {
  trusted: 'Measured cleanly, and the interval is as narrow as asked for.',
  noisy: 'The interval did not become as narrow as asked for.',
  disturbed: 'Other programs used the processor in too many windows.',
  throttled: 'The machine slowed itself down in too many windows.',
  incomplete: 'Part of the energy was not metered, so this row is not ranked by energy.',
  estimated: 'Energy is an estimate from processor time, not a measurement.',
  failed: 'It did not run.',
};
