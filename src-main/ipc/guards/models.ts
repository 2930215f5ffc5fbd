import { z } from 'zod';
import type { ModelCalls } from '../calls/models.ts';
import { id, type GuardsOf } from './guard.ts';

export const MODEL_GUARDS: GuardsOf<ModelCalls> = {
  chooseModel: z.tuple([]),
  importModel: z.tuple([id]),
  removeModel: z.tuple([z.string().min(1).max(200)]),
};
