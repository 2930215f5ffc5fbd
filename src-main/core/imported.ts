/** What importing a person's own model found out. Plain data. */
import type { Precision } from './configuration.ts';
import type { FidelityBounds } from './record/schema.ts';
import type { FileInput } from './open-dims.ts';
import type { InputSpec, ModelCost } from './suite.ts';

/** What a model's file says before anything is run. */
export interface InspectedModel {
  /** What it is called unless a person says otherwise. */
  readonly id: string;
  /** Those that must be fed. */
  readonly inputs: readonly FileInput[];
  readonly outputs: readonly string[];
}

export interface ImportedInput {
  readonly spec: InputSpec;
  /** The shape as the file has it, e.g. `batch, 3, ?, ?`; null: it states none. */
  readonly fileDims: string | null;
  /** Why each open dimension has its size, e.g. `224 (a picture of 224 × 224)`. */
  readonly choices: readonly string[];
  /** What its values are, e.g. `roughly standard normal`. */
  readonly values: string;
}

export interface PrecisionOffer {
  readonly precision: Precision;
  readonly applies: boolean;
  /** What would change, or why nothing can; null: it was not tried. */
  readonly detail: string | null;
}

export interface ImportReport {
  readonly id: string;
  readonly path: string;
  /** Names beside it of the files that hold its tensors. */
  readonly dataFiles: readonly string[];
  readonly sha256: string;
  /** Of the file and its data files. */
  readonly bytes: number;
  readonly irVersion: number | null;
  /** By domain, e.g. `ai.onnx 17`. */
  readonly operatorSets: readonly string[];
  /** Operators of the graph and those inside it, the most frequent first. */
  readonly operators: readonly { readonly op: string; readonly count: number }[];
  readonly parameters: number;
  /** null: its multiplications could not be counted. */
  readonly cost: ModelCost | null;
  readonly inputs: readonly ImportedInput[];
  /** Inputs that an initializer gives a default, and that are not fed. */
  readonly defaulted: readonly string[];
  readonly outputs: readonly Pick<InputSpec, 'name' | 'type' | 'dims'>[];
  readonly classOutput: string | null;
  readonly bounds: FidelityBounds | null;
  /** Where the values come from: `made from seed 1`, or a path. */
  readonly source: string;
  /** Inputs on which outputs are compared with fp32, and on which static quantization calibrates. */
  readonly compared: number;
  readonly calibrating: number;
  readonly precisions: readonly PrecisionOffer[];
  /** What a person should know before they trust figures of it. */
  readonly warnings: readonly string[];
}
