import { z } from 'zod';
import type { SubmitCalls } from '../calls/submit.ts';
import { id, type GuardsOf } from './guard.ts';

const submitRequest = z.strictObject({ recordId: id, ids: z.array(id).min(1).max(1000) });

export const SUBMIT_GUARDS: GuardsOf<SubmitCalls> = {
  previewSubmission: z.tuple([id]),
  getLeaderboardFile: z.tuple([]),
  chooseLeaderboardFile: z.tuple([]),
  submit: z.tuple([submitRequest]),
};
