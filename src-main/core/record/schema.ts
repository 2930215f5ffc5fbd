/**
 * The record of a run: the file's shape, from which types, validation and the JSON Schema come. What a
 * later version added has a default, so that files of older ones are read for ever.
 */
import { z } from 'zod';
import { MODEL_KINDS, PRECISIONS, PROVIDERS } from '../configuration.ts';
import { adapterSchema, fallbackSchema, TENSORS_ON } from '../placement.ts';
import { DOMAINS, TIERS } from '../provenance.ts';

export const RECORD_SCHEMA = 'joulemark.record/1';

const finite = z.number();
const positive = z.number().positive();
const nonNegative = z.number().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const VERDICTS = [
  'trusted',
  'noisy',
  'disturbed',
  'throttled',
  'incomplete',
  'estimated',
  'failed',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Why a window does not count, or what happened in it. Only windows without flags are used. */
export const WINDOW_FLAGS = [
  'disturbed',
  'throttled',
  'unplugged',
  /** The wall clock and the monotonic one moved apart: the machine slept, or its clock was set. */
  'clock-jumped',
  'short',
  /** Its edges or the meter's steps resolve its energy too badly. */
  'coarse',
  'meter-failed',
  'counter-went-back',
  'counter-ambiguous',
  'hot',
] as const;
export type WindowFlag = (typeof WINDOW_FLAGS)[number];

export const windowSchema = z.object({
  round: z.int().nonnegative(),
  kind: z.enum(['measure', 'idle']),
  /** Monotonic, from the run's start, s. */
  startS: finite,
  durationS: positive,
  /** Those cut by the window's edges count by their share of time inside, so this may be a fraction. */
  inferences: nonNegative,
  /** Gross, from the row's meter; null where it could not be read. */
  energyJ: finite.nullable(),
  /** How well the meter's steps and the edges resolve energyJ, ±; null: not known. Not its accuracy. */
  uncertaintyJ: nonNegative.nullable().default(null),
  energyByDomain: z.partialRecord(z.enum(DOMAINS), finite),
  /** Measure: interpolated between the neighbouring idle windows. Idle: this window's own. */
  idlePowerW: finite.nullable(),
  /** Processor time of the worker within the window. */
  cpuSeconds: nonNegative,
  temperatureC: finite.nullable(),
  flags: z.array(z.enum(WINDOW_FLAGS)),
});

/** What a reduced precision must keep; a task that the model has must succeed besides. */
export const fidelityBoundsSchema = z.object({
  minSqnrDb: finite.nullable(),
  minTop1Agreement: z.number().min(0).max(1).nullable(),
});
export type FidelityBounds = z.infer<typeof fidelityBoundsSchema>;

export const WORK_UNITS = ['inference', 'token'] as const;
/** What people count, and how much of it one inference does: a prefill of 128 tokens does 128. */
export const workSchema = z.object({ unit: z.enum(WORK_UNITS), perInference: positive });
/** Of what was written before method 2, when every model was counted by its inferences. */
const WORK_BEFORE = { unit: 'inference', perInference: 1 } as const;
export type Work = z.infer<typeof workSchema>;

export const fidelitySchema = z.object({
  /** Inputs over which the outputs were compared with fp32 on the CPU. */
  inputs: z.int().positive(),
  cosine: z.number().nullable(),
  /** Signal to quantization noise, dB; null when the outputs are equal (infinite) or not comparable. */
  sqnrDb: z.number().nullable(),
  maxAbsError: nonNegative.nullable(),
  /** Share of class decisions (each time step of a sequence) that agree; null where outputs are not classes. */
  top1Agreement: z.number().min(0).max(1).nullable(),
  /** The model's own task check, e.g. the text that was read. */
  task: z.object({ passed: z.boolean(), detail: z.string() }).nullable(),
  /** The least that the model's definition asks of a reduced precision; null: it states none. */
  bounds: fidelityBoundsSchema.nullable().default(null),
  /** False: degraded, not ranked above one that holds. null: no bounds, or nothing to hold them against. */
  holds: z.boolean().nullable().default(null),
  /** What falls short of the bounds, in words; empty where it holds. */
  shortfalls: z.array(z.string()).default([]),
});
export type Fidelity = z.infer<typeof fidelitySchema>;

/** What a reduced precision costs in net joules, over what fp32 does. */
export const againstFp32Schema = z.object({
  /** 0.5 is half the joules. */
  ratio: positive,
  /** Interval of the ratio at the record's confidence level. */
  interval: z.tuple([positive, positive]),
  /** False: the rounds cannot tell the two apart. */
  separated: z.boolean(),
});
export type AgainstFp32 = z.infer<typeof againstFp32Schema>;

export const rowSchema = z.object({
  model: z.string().min(1),
  modelSha256: sha256,
  /** Before method 2 all models were trained ones. */
  modelKind: z.enum(MODEL_KINDS).default('trained'),
  /** Of the bytes that ran, which differ from the model's at a reduced precision; null: never loaded. */
  variantSha256: sha256.nullable(),
  precision: z.enum(PRECISIONS),
  provider: z.enum(PROVIDERS),
  /** Which of the provider's units; null: it has none. */
  unit: z.string().nullable().default(null),
  /** What it computed on: that of `ranAs` where that is not null, and `cpu` for a software adapter. */
  device: z.enum(['cpu', 'gpu', 'npu']),
  threads: z.int().positive(),
  /** Of the session: idle threads spin before they sleep; freed memory is kept. */
  spinning: z.boolean().default(true),
  arena: z.boolean().default(true),
  batch: z.int().positive(),
  /** All figures are per inference; divided by `perInference` they are per unit. */
  work: workSchema.default(WORK_BEFORE),
  /** Net joules beside those of fp32 in the same run; null: nothing to compare with. See core/ranking/saving.ts. */
  againstFp32: againstFp32Schema.nullable().default(null),
  /** null: no meter covers what it computed on, or it was not prepared yet. */
  tier: z.enum(TIERS).nullable(),
  /** What the energy covers: the domains that were summed. */
  domains: z.array(z.enum(DOMAINS)),
  verdict: z.enum(VERDICTS),
  reasons: z.array(z.string()),
  /** 1 is the most frugal; configurations that the data cannot separate share it; null: not ranked. */
  rank: z.int().positive().nullable(),
  netJ: finite.nullable(),
  grossJ: finite.nullable(),
  /** 95 % interval of netJ: what repeating would show. */
  ci95: z.tuple([finite, finite]).nullable(),
  /** netJ by the meter's own accuracy class, which repeating cannot show; null: no class is stated. */
  meterInterval: z.tuple([finite, finite]).nullable(),
  latencyMs: z.object({ median: positive, p90: positive, p99: positive }).nullable(),
  /** From which the quantiles come: [bucket, count] with bounds 1.005^bucket ms; see core/stats. */
  latencySketch: z.array(z.tuple([z.int(), z.int().positive()])),
  throughputPerS: positive.nullable(),
  cpuSecondsPerInference: nonNegative.nullable(),
  /** Share of node time by provider. */
  placement: z.record(z.string(), z.number().min(0).max(1)),
  /** Share of the nodes by provider; empty in records from before it was counted. */
  placementNodes: z.record(z.string(), z.number().min(0).max(1)).default({}),
  /** Operators that another provider than the chosen one executed, most time first. */
  fallbacks: z.array(fallbackSchema).default([]),
  /** The provider that did most of the work where the chosen one executed less than half of the node time; else null. */
  ranAs: z.string().nullable().default(null),
  /** What a GPU or NPU provider computed on; null: the processor, or never loaded. */
  adapter: adapterSchema.nullable().default(null),
  /** False: nothing on this platform tells whether it computed on `device`. */
  deviceVerified: z.boolean().default(true),
  /** `host`: inputs and outputs are copied in each inference, and the figures include it. */
  tensorsOn: z.enum(TENSORS_ON).default('host'),
  fidelity: fidelitySchema.nullable(),
  /** Its measuring windows and the run's idle windows, in order of time: all that the figures need. */
  windows: z.array(windowSchema),
});

export const meterInfoSchema = z.object({
  id: z.string(),
  tier: z.enum(TIERS),
  domains: z.array(z.enum(DOMAINS)),
  summed: z.array(z.enum(DOMAINS)),
  source: z.string(),
  /** The one device that it measures; null: no single one, or its name is not known. */
  deviceName: z.string().nullable().default(null),
  updatePeriodS: positive.nullable(),
  resolutionJ: positive.nullable(),
  accuracyRatio: positive.nullable(),
});

export const meterStatusSchema = z.discriminatedUnion('status', [
  meterInfoSchema.extend({ status: z.literal('used'), lastReading: z.string().nullable() }),
  meterInfoSchema.extend({ status: z.literal('available'), lastReading: z.string().nullable() }),
  z.object({
    status: z.literal('unavailable'),
    id: z.string(),
    tier: z.enum(TIERS),
    domains: z.array(z.enum(DOMAINS)),
    /** Commands that mend it, with how to undo them; null where nothing can. */
    fix: z.string().nullable(),
    fault: z.object({ code: z.string(), message: z.string(), remedy: z.string() }),
  }),
]);

export const machineSchema = z.object({
  cpuModel: z.string().nullable(),
  cpuVendor: z.string().nullable(),
  physicalCores: z.int().positive().nullable(),
  logicalCpus: z.int().positive(),
  memoryBytes: positive.nullable(),
  gpus: z.array(z.string()),
  /** null: could not be known. */
  virtualMachine: z.boolean().nullable(),
  osName: z.string(),
  osRelease: z.string().nullable(),
  arch: z.string(),
});

export const softwareSchema = z.object({
  joulemark: z.string(),
  onnxruntime: z.string(),
  node: z.string(),
  electron: z.string().nullable(),
});

/** What was asked for and is not among the rows. */
export const leftOutSchema = z.object({
  model: z.string(),
  /** null: all that were asked for. */
  precision: z.enum(PRECISIONS).nullable(),
  /** As people write it, e.g. `webnn:npu`; null: all that were asked for. */
  target: z.string().nullable(),
  reason: z.string(),
});
export type LeftOut = z.infer<typeof leftOutSchema>;

export const recordEventSchema = z.object({
  /** From the run's start, s. */
  atS: finite,
  kind: z.string(),
  text: z.string(),
});

export const recordSchema = z.object({
  schema: z.literal(RECORD_SCHEMA),
  id: z.string().regex(/^[0-9a-f]{16}$/),
  methodVersion: z.int().positive(),
  /** A made sysfs tree, a replay or a simulation: never submitted. */
  synthetic: z.boolean(),
  startedAt: z.iso.datetime(),
  /** running: being written; it stays so if the program died. */
  state: z.enum(['running', 'finished', 'interrupted']),
  software: softwareSchema,
  machine: machineSchema,
  meters: z.array(meterStatusSchema),
  plan: z.object({
    seed: z.int().nonnegative(),
    scenario: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('back-to-back') }),
      z.object({ kind: z.literal('fixed-rate'), ratePerS: positive }),
    ]),
    constants: z.record(z.string(), z.number()),
    /** Pairs that cannot work, each with its reason. */
    leftOut: z.array(leftOutSchema).default([]),
  }),
  /**
   * Idle power with the app's window visible and hidden, W, measured once before the first round;
   * null: there is no window, or no meter that could see it.
   */
  footprint: z.object({ meter: z.string(), visibleIdleW: finite, hiddenIdleW: finite }).nullable(),
  rows: z.array(rowSchema),
  events: z.array(recordEventSchema),
});

export type RunRecord = z.infer<typeof recordSchema>;
export type Row = z.infer<typeof rowSchema>;
export type Window = z.infer<typeof windowSchema>;
export type MachineFacts = z.infer<typeof machineSchema>;
export type SoftwareFacts = z.infer<typeof softwareSchema>;
export type MeterStatus = z.infer<typeof meterStatusSchema>;
