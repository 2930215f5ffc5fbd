/** What a person asks for, from the command line or the window: checked here, once, for both. */
import { z } from 'zod';
import { PRECISIONS } from './configuration.ts';
import { RATE_PER_S, THREADS } from './number-bounds.ts';
import { LENGTH_NAMES } from './protocol/constants.ts';
import { parseTarget } from './providers.ts';

/** `null` means: everything, or the protocol's own value. */
export const runRequestSchema = z.strictObject({
  models: z.array(z.string().min(1)).min(1).nullable(),
  precisions: z.array(z.enum(PRECISIONS)).min(1).nullable(),
  /** Targets, e.g. `webgpu`, `webnn:npu`; a provider's bare name is all of its units. null: see runner/configurations.ts. */
  providers: z
    .array(z.string().refine((name) => parseTarget(name) !== null, 'no such provider'))
    .min(1)
    .nullable(),
  /** Intra-op threads; null: one per physical core. */
  threads: z.int().min(THREADS.min).max(THREADS.max).nullable(),
  /** Each of these is a configuration of its own; null: ONNX Runtime's default, true. */
  spinning: z.array(z.boolean()).min(1).max(2).nullable(),
  arena: z.array(z.boolean()).min(1).max(2).nullable(),
  /** A node that the chosen provider leaves to another one fails its configuration. */
  noFallback: z.boolean(),
  /** Of one worker process; null: three quarters of the machine's memory. */
  memoryLimitBytes: z
    .number()
    .min(2 ** 26)
    .nullable(),
  length: z.enum(LENGTH_NAMES),
  rounds: z.int().min(2).max(1000).nullable(),
  windowSeconds: z.number().min(0.1).max(600).nullable(),
  timeLimitSeconds: z.number().positive().max(86_400).nullable(),
  seed: z.int().min(0).max(0xffff_ffff).nullable(),
  /** Inferences a second of the fixed-rate scenario; null: back to back. */
  ratePerS: z.number().min(RATE_PER_S.min).max(RATE_PER_S.max).nullable(),
});
export type RunRequest = z.infer<typeof runRequestSchema>;

export const DEFAULT_REQUEST: RunRequest = {
  models: null,
  precisions: null,
  providers: null,
  threads: null,
  spinning: null,
  arena: null,
  noFallback: false,
  memoryLimitBytes: null,
  length: 'standard',
  rounds: null,
  windowSeconds: null,
  timeLimitSeconds: null,
  seed: null,
  ratePerS: null,
};
