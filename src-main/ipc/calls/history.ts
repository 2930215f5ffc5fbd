/** The records of former runs. */
import type { RecordEntry } from '#core/record/summary.ts';
import type { RunRecord } from '#core/record/schema.ts';

export interface HistoryCalls {
  /** Newest first. */
  listRecords(): readonly RecordEntry[];
  loadRecord(id: string): RunRecord;
}
export const HISTORY_CALLS: { readonly [K in keyof HistoryCalls]: true } = {
  listRecords: true,
  loadRecord: true,
};
