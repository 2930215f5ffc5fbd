/** What all reference architectures have in common: built by code of ours, with seeded weights. */
import type { ModelDefinition } from './definition.ts';

type Given = Pick<
  ModelDefinition,
  | 'id'
  | 'task'
  | 'upstream'
  | 'sha256'
  | 'cost'
  | 'work'
  | 'takes'
  | 'precisions'
  | 'usualPrecisions'
  | 'classOutput'
  | 'inputs'
  | 'calibration'
> & {
  /** The architecture's name. */
  readonly name: string;
  readonly build: () => Uint8Array;
};

/**
 * Energy and latency are those of the architecture; what it answers means nothing, so that there is no task to
 * check and no bound on what a reduced precision may lose.
 */
export function architecture({ name, build, ...given }: Given): ModelDefinition {
  return {
    ...given,
    title: `${name} (synthetic weights)`,
    kind: 'architecture',
    inDefaultSuite: false,
    source: { kind: 'built', build },
    packageLicence: 'MIT',
    weightsLicence: 'MIT',
    assets: [],
    bounds: null,
    check: null,
  };
}

export const ONE_INFERENCE: ModelDefinition['work'] = { unit: 'inference', perInference: 1 };

/** Convolutional networks: all of the weights are in convolutions. */
export const CONVOLUTIONAL: Pick<ModelDefinition, 'precisions' | 'usualPrecisions'> = {
  precisions: ['fp32', 'fp16', 'int8-dynamic', 'int8-static', 'pruned-25', 'pruned-50', 'sparse-50'],
  usualPrecisions: ['fp32', 'int8-static'],
};

/** Encoders of transformers: nearly all of the weights are in matrix products. */
export const ENCODER: Pick<ModelDefinition, 'precisions' | 'usualPrecisions'> = {
  precisions: ['fp32', 'fp16', 'int8-dynamic', 'int8-static', 'int4', 'pruned-25', 'pruned-50', 'sparse-50'],
  usualPrecisions: ['fp32', 'int8-dynamic'],
};

/**
 * Decoders: their activations have outliers that ranges fixed beforehand do not fit, so that nobody runs them
 * with static int8; reading the weights is what a token costs, so that 4 bits help most.
 */
export const DECODER_PRECISIONS: Pick<ModelDefinition, 'precisions' | 'usualPrecisions'> = {
  precisions: ['fp32', 'fp16', 'int8-dynamic', 'int4', 'pruned-25', 'pruned-50', 'sparse-50'],
  usualPrecisions: ['fp32', 'int8-dynamic', 'int4'],
};
