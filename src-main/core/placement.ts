/** Where the nodes of a model really ran, and on what. */
import { z } from 'zod';

const ratio = z.number().min(0).max(1);
const shares = z.record(z.string(), ratio);

/** Nodes of one operator that another provider than the chosen one executed. */
export const fallbackSchema = z.object({
  /** With its domain where that is not ONNX's own, e.g. `com.microsoft.QAttention`. */
  operator: z.string(),
  /** By which provider, as in the placement. */
  provider: z.string(),
  nodes: z.int().positive(),
  /** Of the time of all nodes. */
  timeRatio: ratio,
});
export type Fallback = z.infer<typeof fallbackSchema>;

export const placementSchema = z.object({
  /** Share of node time by provider; sums to 1. */
  timeRatio: shares,
  /** Share of the nodes by provider; sums to 1. Copies between devices that ONNX Runtime put in count as nodes. */
  nodeRatio: shares,
  /** Most time first; empty: all ran on the chosen provider. */
  fallbacks: z.array(fallbackSchema),
  /** Names of nodes that fell back, the longest first, some at most: for messages, never stored. */
  examples: z.array(z.string()),
});
export type Placement = z.infer<typeof placementSchema>;

export const ADAPTER_KINDS = ['discrete', 'integrated', 'software', 'npu', 'cpu'] as const;

/** What a GPU or NPU provider computes on, as far as it can be found out. */
export const adapterSchema = z.object({
  name: z.string().nullable(),
  vendor: z.string().nullable(),
  /** `software`: the processor does the work (SwiftShader, llvmpipe, WARP, Microsoft Basic Render). null: not known. */
  kind: z.enum(ADAPTER_KINDS).nullable(),
  /** False: the platform says nothing by which the claim could be checked. */
  verified: z.boolean(),
  /** How it was found out, in words. */
  evidence: z.string(),
  /** Whether its shaders compute in fp16; null: not known. */
  fp16: z.boolean().nullable(),
  /** Of its own, or the largest buffer that it gives; null: not known. */
  memoryBytes: z.number().positive().nullable(),
});
export type Adapter = z.infer<typeof adapterSchema>;

/** Where inputs and outputs lie between inferences. `host`: copies to and from the device are in the figures. */
export const TENSORS_ON = ['host', 'device'] as const;
export type TensorsOn = (typeof TENSORS_ON)[number];

/** What a session turned out to run on; null adapter: the processor, or nothing was found out. */
export const ranSchema = z.object({
  placement: placementSchema,
  adapter: adapterSchema.nullable(),
  tensorsOn: z.enum(TENSORS_ON),
});
export type Ran = z.infer<typeof ranSchema>;

/** What a session on the processor ran on. */
export const RAN_ON_CPU: Ran = {
  placement: { timeRatio: { cpu: 1 }, nodeRatio: { cpu: 1 }, fallbacks: [], examples: [] },
  adapter: null,
  tensorsOn: 'host',
};
