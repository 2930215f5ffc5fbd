import { z } from 'zod';
import type { ModelCalls } from '../calls/models.ts';
import type { GuardsOf } from './guard.ts';

export const MODEL_GUARDS: GuardsOf<ModelCalls> = {
  importModel: z.tuple([]),
  removeModel: z.tuple([z.string().min(1).max(200)]),
};
