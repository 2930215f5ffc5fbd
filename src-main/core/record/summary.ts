/** What a list of records says of each. */
import type { RunRecord } from './schema.ts';

export interface RecordSummary {
  readonly state: RunRecord['state'];
  readonly synthetic: boolean;
  readonly processor: string | null;
  /** Ids, each once. */
  readonly models: readonly string[];
  /** Rows that have a net energy. */
  readonly measuredRows: number;
  readonly rows: number;
  readonly methodVersion: number;
}

export interface RecordEntry {
  readonly id: string;
  /** Start of the run, ISO 8601 in UTC, to the second. */
  readonly startedAt: string;
  /** null: the file cannot be read as a record; `problem` says why. */
  readonly summary: RecordSummary | null;
  readonly problem: string | null;
}

export function summaryOf({ state, synthetic, machine, rows, methodVersion }: RunRecord): RecordSummary {
  return {
    state,
    synthetic,
    processor: machine.cpuModel,
    models: [...new Set(rows.map(({ model }) => model))],
    measuredRows: rows.filter(({ netJ }) => netJ !== null).length,
    rows: rows.length,
    methodVersion,
  };
}
