/** Every model at every precision that it comes in: what making it did, and what it lost. Plain data. */
import type { ChangeGroup } from './change-report.ts';
import type { Precision } from './configuration.ts';
import type { WireFault } from './errors.ts';
import type { Fidelity, SoftwareFacts } from './record/schema.ts';
import type { ModelKind } from './suite.ts';

export interface VariantRow {
  readonly model: string;
  readonly kind: ModelKind;
  readonly precision: Precision;
  /** null, like the next ones: it could not be made. */
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly changed: number | null;
  readonly left: number | null;
  /** Why the nodes that were left were left, the most frequent reason first. */
  readonly leftReasons: readonly ChangeGroup[];
  /** Seconds that making it took, when it was made; null for fp32, which is not made. */
  readonly madeInS: number | null;
  /** null: it did not load or did not run. */
  readonly fidelity: Fidelity | null;
  /** Why there is no fidelity; null: it ran. */
  readonly fault: WireFault | null;
}

export interface LeftOutPrecision {
  readonly model: string;
  readonly precision: Precision;
  readonly why: string;
}

export interface VariantTable {
  readonly software: Pick<SoftwareFacts, 'joulemark' | 'onnxruntime'>;
  /** How this machine's processor wants integer weights stored. */
  readonly integerWeights: 'int8' | 'uint8';
  readonly rows: readonly VariantRow[];
  readonly leftOut: readonly LeftOutPrecision[];
}

/** A pair that is made and run now. */
export interface VariantStep {
  readonly model: string;
  readonly precision: Precision;
  /** From 1. */
  readonly number: number;
  /** Of how many. */
  readonly of: number;
}
