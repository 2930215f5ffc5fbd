/** What a worker and whoever started it say to each other. Both sides check what they receive. */
import { z } from 'zod';
import { PROVIDERS } from '../configuration.ts';
import type { WireFault } from '../errors.ts';
import { ranSchema } from '../placement.ts';
import type { TensorData } from '../tensor.ts';
import { isTensorData } from '../tensor-check.ts';

const tensorMap = z.record(z.string(), z.custom<TensorData>(isTensorData, 'not a tensor'));
const bins = z.custom<Float64Array>((value) => value instanceof Float64Array, 'not counts');
const seconds = z.custom<Float64Array>((value) => value instanceof Float64Array, 'not times');

const pace = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('back-to-back') }),
  z.object({ kind: z.literal('fixed-rate'), ratePerS: z.number().positive() }),
]);

/** What a worker can be asked for, each with what it needs. */
const REQUESTS = {
  /** Which providers its runtime lists, installed or not. */
  backends: z.object({}),
  /** Reads, checks and loads the model. The feeds are those that the loop will run. */
  load: z.object({
    path: z.string(),
    /** Files that hold its tensors, relative to its folder; empty for a model in one file. */
    dataFiles: z.array(z.string()),
    /** Of all of them, as `hashModelFiles` has it. */
    sha256: z.string(),
    provider: z.enum(PROVIDERS),
    unit: z.string().nullable(),
    threads: z.int().positive(),
    spinning: z.boolean(),
    arena: z.boolean(),
    /** The model computes in fp16: Core ML takes it in one of its two formats only. Left out: it does not. */
    halfFloats: z.boolean().optional(),
    /** Nodes that the provider leaves to another one make loading fail with `fallback-refused`. */
    noFallback: z.boolean(),
    /** The worker ends itself above this, with a reason; null: no limit. */
    memoryLimitBytes: z.number().positive().nullable(),
    feeds: tensorMap,
    /**
     * An empty folder for ONNX Runtime's trace, from which the placement comes; whoever asks deletes it,
     * even if the worker dies. null: the placement is not asked for.
     */
    profileFolder: z.string().nullable(),
  }),
  infer: z.object({ feeds: tensorMap }),
  /** One inference, of which only the extremes of these outputs are wanted. */
  extremes: z.object({ feeds: tensorMap, points: z.array(z.string()) }),
  /** One inference, of which only the histograms of these outputs are wanted, each from `min` to `max`. */
  histograms: z.object({
    feeds: tensorMap,
    ranges: z.record(z.string(), z.object({ min: z.number(), max: z.number() })),
    bins: z.int().positive(),
  }),
  start: z.object({ pace }),
  stop: z.object({}),
  cpu: z.object({}),
};

/** What it answers. */
export const REPLIES = {
  /** `installed`: what it needs of ONNX Runtime is there; drivers are another matter. */
  backends: z.array(z.object({ name: z.string(), installed: z.boolean() })),
  /** null: it was not asked for. */
  load: z.object({ ran: ranSchema.nullable() }),
  infer: tensorMap,
  /** null: a value was not finite. An output without values (a branch not taken) is absent. */
  extremes: z.record(z.string(), z.object({ min: z.number(), max: z.number() }).nullable()),
  histograms: z.record(z.string(), bins),
  start: z.null(),
  stop: z.object({ startsS: seconds, endsS: seconds, cpuAtS: seconds, cpuSeconds: seconds }),
  cpu: z.number().nonnegative(),
};

export type CallKind = keyof typeof REQUESTS;
export type Ask<K extends CallKind> = z.infer<(typeof REQUESTS)[K]>;
export type Answer<K extends CallKind> = z.infer<(typeof REPLIES)[K]>;

const id = z.int().nonnegative();

export const requestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('backends'), id, ask: REQUESTS.backends }),
  z.object({ kind: z.literal('load'), id, ask: REQUESTS.load }),
  z.object({ kind: z.literal('infer'), id, ask: REQUESTS.infer }),
  z.object({ kind: z.literal('extremes'), id, ask: REQUESTS.extremes }),
  z.object({ kind: z.literal('histograms'), id, ask: REQUESTS.histograms }),
  z.object({ kind: z.literal('start'), id, ask: REQUESTS.start }),
  z.object({ kind: z.literal('stop'), id, ask: REQUESTS.stop }),
  z.object({ kind: z.literal('cpu'), id, ask: REQUESTS.cpu }),
]);
export type Request = z.infer<typeof requestSchema>;

/** Codes are checked by `Fault` where they are used; a newer worker never meets an older parent. */
const wireFault = z.custom<WireFault>(
  (value) => z.object({ code: z.string(), message: z.string(), remedy: z.string() }).safeParse(value).success,
);

export const replySchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), id, answer: z.unknown() }),
  z.object({ ok: z.literal(false), id, fault: wireFault }),
]);
export type Reply = z.infer<typeof replySchema>;
