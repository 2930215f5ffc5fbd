import { z } from 'zod';
import { runRequestSchema } from '#core/run-request.ts';
import type { RunCalls } from '../calls/run.ts';
import { id, type GuardsOf } from './guard.ts';

export const RUN_GUARDS: GuardsOf<RunCalls> = {
  getRun: z.tuple([]),
  startRun: z.tuple([runRequestSchema]),
  cancelRun: z.tuple([id]),
  pauseRun: z.tuple([id]),
  resumeRun: z.tuple([id]),
  saveRun: z.tuple([id]),
  forgetRun: z.tuple([id]),
};
