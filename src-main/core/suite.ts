/** What can be run on this machine, for lists and menus. Plain data. */
import type { ModelKind, Precision } from './configuration.ts';
import type { DeviceStatus } from './devices.ts';
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

export type { ModelKind };

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
  /** Ids of the suite's licences that the file is under; empty: not known. */
  readonly licences: readonly string[];
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

/** A licence as its holder gives it. */
export interface LicenceText {
  readonly id: string;
  /** SPDX id. */
  readonly spdx: string;
  /** What it is of, e.g. `the weights of PP-OCRv4`. */
  readonly covers: string;
  /** Whose it is, in the words of the text. */
  readonly attribution: string;
  readonly text: string;
}

export interface Suite {
  readonly models: readonly ModelSummary[];
  /** Each once, in the order in which the models need them. */
  readonly licences: readonly LicenceText[];
  /** The processor first; then every other target that this build of ONNX Runtime or of Electron knows of. */
  readonly devices: readonly DeviceStatus[];
  readonly machine: MachineFacts;
  readonly software: SoftwareFacts;
  readonly meters: readonly MeterStatus[];
  /** Whether the machine was fed from outside when it was examined; null: not told. */
  readonly onMains: boolean | null;
  /** True when energy comes from a replaced sysfs root: nothing of it can be submitted. */
  readonly synthetic: boolean;
}
