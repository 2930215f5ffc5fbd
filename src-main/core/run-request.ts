/** What a person asks for, from the command line or the window: checked here, once, for both. */
import { z } from 'zod';
import { PRECISIONS, PROVIDERS } from './configuration.ts';

/** `null` means: everything, or the protocol's own value. */
export const runRequestSchema = z.strictObject({
  models: z.array(z.string().min(1)).min(1).nullable(),
  precisions: z.array(z.enum(PRECISIONS)).min(1).nullable(),
  providers: z.array(z.enum(PROVIDERS)).min(1).nullable(),
  /** Intra-op threads; null: one per physical core. */
  threads: z.int().min(1).max(1024).nullable(),
  quick: z.boolean(),
  rounds: z.int().min(2).max(1000).nullable(),
  windowSeconds: z.number().min(0.1).max(600).nullable(),
  timeLimitSeconds: z.number().positive().max(86_400).nullable(),
  seed: z.int().min(0).max(0xffff_ffff).nullable(),
  /** Inferences a second of the fixed-rate scenario; null: back to back. */
  ratePerS: z.number().min(0.01).max(10_000).nullable(),
});
export type RunRequest = z.infer<typeof runRequestSchema>;

export const DEFAULT_REQUEST: RunRequest = {
  models: null,
  precisions: null,
  providers: null,
  threads: null,
  quick: false,
  rounds: null,
  windowSeconds: null,
  timeLimitSeconds: null,
  seed: null,
  ratePerS: null,
};
