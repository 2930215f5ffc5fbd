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

/**
 * ONNX Runtime's execution providers, native ones first; `web-webgpu` is WebGPU in a browser page, beside the native
 * one. What each is stands in providers.ts.
 */
export const PROVIDERS = [
  'cpu',
  'webgpu',
  'cuda',
  'tensorrt',
  'dml',
  'coreml',
  'wasm',
  'web-webgpu',
  'webnn',
] as const;
export type Provider = (typeof PROVIDERS)[number];

/** `architecture`: built with seeded weights; energy and latency are real, accuracy does not apply. */
export const MODEL_KINDS = ['trained', 'architecture', 'imported'] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

export type Device = 'cpu' | 'gpu' | 'npu';

/** Model × precision × provider (and its unit) × threads × batch, and the session's settings. */
export interface Configuration {
  /** Catalogue id, e.g. `silero-vad`. */
  readonly model: string;
  /** SHA-256 (hex) of the model as shipped (fp32), whatever the precision: what is compared. */
  readonly modelSha256: string;
  readonly modelKind: ModelKind;
  readonly precision: Precision;
  readonly provider: Provider;
  /** Adapter number of DirectML or CUDA, compute units of Core ML, device type of WebNN; null: it has none. */
  readonly unit: string | null;
  /** What it claims to compute on; what it really did stands in the row. */
  readonly device: Device;
  /** Intra-op threads of the session. */
  readonly threads: number;
  /** Whether idle threads of the session spin for a while before they sleep; ONNX Runtime's default is true. */
  readonly spinning: boolean;
  /** Whether the session keeps freed memory for itself; ONNX Runtime's default is true. */
  readonly arena: boolean;
  readonly batch: number;
}

/** The plainest target: the processor, with ONNX Runtime's own settings. */
export const ON_CPU = {
  provider: 'cpu',
  unit: null,
  device: 'cpu',
  spinning: true,
  arena: true,
} as const satisfies Partial<Configuration>;

/** Identifies a configuration within one run. */
export function configurationKey(configuration: Configuration): string {
  const { model, precision, provider, unit, threads, batch, spinning, arena } = configuration;
  const target = unit === null ? provider : `${provider}:${unit}`;
  const settings = `${spinning ? '' : '/no-spinning'}${arena ? '' : '/no-arena'}`;
  return `${model}/${precision}/${target}/t${threads}/b${batch}${settings}`;
}
