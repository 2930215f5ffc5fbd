/** What the catalogue knows of a model. Models are pure: decoded pictures and sounds are passed in. */
import type { Precision } from '#core/configuration.ts';
import type { FidelityBounds, Work } from '#core/record/schema.ts';
import type { InputSpec, ModelCost, ModelKind } from '#core/suite.ts';
import type { TensorMap } from '#core/tensor.ts';

/** A decoded picture: 8-bit RGB, interleaved, rows from the top, without padding. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** A decoded mono sound; samples in ±1. */
export interface Sound {
  readonly sampleRateHz: number;
  readonly samples: Float32Array;
}

/** A file that a model's inputs or its check need. */
export interface AssetSource {
  readonly kind: 'picture' | 'sound' | 'text';
  /** Under which the model asks for it. */
  readonly name: string;
  /** npm package that carries it; null: Joulemark's own. */
  readonly package: string | null;
  /** Path within the package. */
  readonly file: string;
}

/** The assets of one model, decoded. Each getter throws a `Fault` for a name that is not there. */
export interface Assets {
  picture(name: string): Picture;
  sound(name: string): Sound;
  text(name: string): string;
}

/** Runs the model once; rejects with a `Fault`. */
export type RunModel = (feeds: TensorMap) => Promise<TensorMap>;

export interface TaskOutcome {
  readonly passed: boolean;
  /** For people, e.g. `read all 4 lines as drawn`. */
  readonly detail: string;
}

/** Where a model's file comes from. */
export type ModelSource =
  /** An npm package carries it, at this path in it. */
  | { readonly kind: 'package'; readonly name: string; readonly version: string; readonly file: string }
  /** Code of ours makes it: the same bytes on every machine. Takes seconds for a large one. */
  | { readonly kind: 'built'; build(): Uint8Array }
  /**
   * A file of the person's own, or one that was downloaded: an absolute path, and the names beside it of the files
   * that hold its tensors; absent: the file is asked.
   */
  | { readonly kind: 'file'; readonly path: string; readonly dataFiles?: readonly string[] };

export interface ModelDefinition {
  readonly id: string;
  readonly title: string;
  /** What it does, in a few words. */
  readonly task: string;
  readonly kind: ModelKind;
  /** Runs when no model is named. */
  readonly inDefaultSuite: boolean;
  readonly source: ModelSource;
  /** Where the weights, or the architecture, come from; null: nobody said. */
  readonly upstream: { readonly project: string; readonly url: string } | null;
  /** SPDX ids: of the package, and of the weights in it; null: not known. */
  readonly packageLicence: string | null;
  readonly weightsLicence: string | null;
  /** SHA-256 (hex) of the file as shipped; with data in other files, as catalogue/model-file.ts counts it. */
  readonly sha256: string;
  /** null: not counted yet (a model of the person's own). */
  readonly cost: ModelCost | null;
  readonly work: Work;
  readonly takes: readonly InputSpec[];
  /** All that the model has something to change for. */
  readonly precisions: readonly Precision[];
  /** Of those, what runs when no precision is named. */
  readonly usualPrecisions: readonly Precision[];
  /** What a reduced precision must keep; null: nothing is asked (seeded weights, a person's own model). */
  readonly bounds: FidelityBounds | null;
  readonly assets: readonly AssetSource[];
  /** The output whose last axis holds class scores; null where the outputs are not classes. */
  readonly classOutput: string | null;
  /** At least 32 distinct feeds, all of one shape: compared with fp32. The first is what the windows run. */
  inputs(assets: Assets): TensorMap[];
  /** Feeds that static quantization takes its ranges from: the same kind, none of `inputs`. */
  calibration(assets: Assets): TensorMap[];
  /** Proves on the real inputs that the model does its task. Rejects only when it cannot run. null: no task is known. */
  readonly check: CheckTask | null;
}

export type CheckTask = (run: RunModel, assets: Assets) => Promise<TaskOutcome>;

/** A model whose task is known. */
export interface TrainedModel extends ModelDefinition {
  readonly check: CheckTask;
}
