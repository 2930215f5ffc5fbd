/** Checks of every payload that the window sends, run in main before its handler. */
import { z } from 'zod';
import { runRequestSchema } from '#core/run-request.ts';
import type { Calls } from './contract.ts';

const id = z.string().regex(/^[0-9a-f]{8,64}$/);
const submitRequest = z.strictObject({ recordId: id, ids: z.array(id).min(1).max(1000) });

/** One guard per call: a call without one does not compile. */
export const GUARDS: { readonly [K in keyof Calls]: z.ZodType<Parameters<Calls[K]>> } = {
  getSuite: z.tuple([]),
  getRun: z.tuple([]),
  startRun: z.tuple([runRequestSchema]),
  cancelRun: z.tuple([id]),
  previewSubmission: z.tuple([id]),
  getLeaderboardFile: z.tuple([]),
  chooseLeaderboardFile: z.tuple([]),
  submit: z.tuple([submitRequest]),
};
