/** What can be run on this machine, for lists and menus. Plain data. */
import type { Precision, Provider } from './configuration.ts';
import type { FidelityBounds, MachineFacts, MeterStatus, SoftwareFacts, Work } from './record/schema.ts';
import type { TensorType } from './tensor.ts';

/** What one inference costs, whoever runs it. */
export interface ModelCost {
  /** Multiply-accumulates of the convolutions and matrix products with the shapes of `takes`. */
  readonly macs: number;
  /** Trained values, counted once however often they are used. */
  readonly parameters: number;
  /** Of the file as shipped, and of those beside it that hold its weights. */
  readonly bytes: number;
}

/** One input as this benchmark feeds it. */
export interface InputSpec {
  readonly name: string;
  readonly type: TensorType;
  readonly dims: readonly number[];
  /** Layout and unit of the values. */
  readonly meaning: string;
}

/** `architecture`: built with seeded weights; energy and latency are real, accuracy does not apply. */
export type ModelKind = 'trained' | 'architecture' | 'imported';

export interface ModelSummary {
  readonly id: string;
  readonly title: string;
  /** What it does, in a few words. */
  readonly task: string;
  /** Where the file comes from: package, version, upstream project. */
  readonly source: string;
  readonly kind: ModelKind;
  /** Runs when no model is named. */
  readonly inDefaultSuite: boolean;
  /** SPDX ids: of the package, and of the weights in it; null: not known. */
  readonly packageLicence: string | null;
  readonly weightsLicence: string | null;
  readonly sha256: string;
  /** null: not counted yet. */
  readonly cost: ModelCost | null;
  readonly work: Work;
  readonly takes: readonly InputSpec[];
  /** All that the model has something to change for. */
  readonly precisions: readonly Precision[];
  /** Of those, what runs when no precision is named. */
  readonly usualPrecisions: readonly Precision[];
  /** What a reduced precision must keep; null: nothing is asked. */
  readonly bounds: FidelityBounds | null;
}

export interface Suite {
  readonly models: readonly ModelSummary[];
  readonly providers: readonly Provider[];
  readonly machine: MachineFacts;
  readonly software: SoftwareFacts;
  readonly meters: readonly MeterStatus[];
  /** True when energy comes from a replaced sysfs root: nothing of it can be submitted. */
  readonly synthetic: boolean;
}
