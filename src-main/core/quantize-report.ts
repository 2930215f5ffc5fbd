/** What making a model file at a reduced precision did, and what it lost. Plain data. */
import type { ChangeGroup } from './change-report.ts';
import type { Precision } from './configuration.ts';
import type { Agreement } from './fidelity.ts';

export interface QuantizeReport {
  readonly input: string;
  readonly output: string;
  /** Names beside the output of the files that hold its tensors. */
  readonly dataFiles: readonly string[];
  readonly sha256: string;
  readonly precision: Precision;
  /** Of the files of each, with their data files. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** Seconds of calibrating, rewriting and writing. */
  readonly madeInS: number;
  readonly changed: readonly ChangeGroup[];
  readonly left: readonly ChangeGroup[];
  /** On what int8-static was calibrated; null for the others. */
  readonly calibratedOn: string | null;
  /** On what outputs were compared with those of the input model; null: they were not. */
  readonly comparedOn: string | null;
  readonly agreement: Agreement | null;
  readonly warnings: readonly string[];
}
