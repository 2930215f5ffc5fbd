/** Runs side by side. */
import type { Comparison } from '#core/compare/compare-runs.ts';

export interface CompareCalls {
  /** The first is what the others are compared with. */
  compareRecords(keys: readonly string[]): Comparison;
}
export const COMPARE_CALLS: { readonly [K in keyof CompareCalls]: true } = { compareRecords: true };
