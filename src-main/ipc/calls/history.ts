/** The records of former runs: those of the history, and record files that a person opened. */
import type { RecordEntry, RecordSummary } from '#core/record/summary.ts';
import type { RunRecord } from '#core/record/schema.ts';

/** A record file outside the history. Its path stays in main. */
export interface OpenedRecord {
  /** Other than the id of any record. */
  readonly key: string;
  /** The file's own name. */
  readonly name: string;
  /** Name of the folder that it lies in; null: it has none. */
  readonly folder: string | null;
  /** ISO 8601 in UTC; null, like the summary: the file cannot be read as a record; `problem` says why. */
  readonly startedAt: string | null;
  readonly summary: RecordSummary | null;
  readonly problem: string | null;
  /** The history holds a record with its id, and other contents: one of the two was altered. */
  readonly isInHistory: boolean;
}

/** `key`: the id of a record of the history, or the key of a file. */
export interface HistoryCalls {
  /** Newest first. */
  listRecords(): readonly RecordEntry[];
  loadRecord(key: string): RunRecord;
  /** The one opened last first. */
  listOpened(): readonly OpenedRecord[];
  /** Copies an opened file into the history, and returns its id there. */
  keepRecord(key: string): string;
  /** Forgets an opened file, which is left alone, and returns the others. */
  closeRecord(key: string): readonly OpenedRecord[];
}
export const HISTORY_CALLS: { readonly [K in keyof HistoryCalls]: true } = {
  listRecords: true,
  loadRecord: true,
  listOpened: true,
  keepRecord: true,
  closeRecord: true,
};
