/** The nouns of a plan: what is run, at which precision, by which provider. */

/**
 * Precisions in the order in which they are listed to people; fp32 is the reference of fidelity. `pruned-N`:
 * N % of the channels or neurons of each prunable layer are taken out; `sparse-50`: half of the weights are
 * zeroed where they lie, which dense kernels do not notice.
 */
export const PRECISIONS = [
  'fp32',
  'fp16',
  'int8-dynamic',
  'int8-static',
  'int4',
  'pruned-25',
  'pruned-50',
  'sparse-50',
] as const;
export type Precision = (typeof PRECISIONS)[number];

/** ONNX Runtime execution providers that this version can run on. */
export const PROVIDERS = ['cpu'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** `architecture`: built with seeded weights; energy and latency are real, accuracy does not apply. */
export const MODEL_KINDS = ['trained', 'architecture', 'imported'] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

export type Device = 'cpu' | 'gpu' | 'npu';

/** Model × precision × provider × threads × batch. */
export interface Configuration {
  /** Catalogue id, e.g. `silero-vad`. */
  readonly model: string;
  /** SHA-256 (hex) of the model as shipped (fp32), whatever the precision: what is compared. */
  readonly modelSha256: string;
  readonly modelKind: ModelKind;
  readonly precision: Precision;
  readonly provider: Provider;
  readonly device: Device;
  /** Intra-op threads of the session. */
  readonly threads: number;
  readonly batch: number;
}

/** Identifies a configuration within one run. */
export function configurationKey(configuration: Configuration): string {
  const { model, precision, provider, threads, batch } = configuration;
  return `${model}/${precision}/${provider}/t${threads}/b${batch}`;
}
