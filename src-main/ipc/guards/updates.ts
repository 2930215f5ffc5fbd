import { z } from 'zod';
import type { UpdateCalls } from '../calls/updates.ts';
import type { GuardsOf } from './guard.ts';

export const UPDATE_GUARDS: GuardsOf<UpdateCalls> = {
  checkUpdate: z.tuple([z.string().trim().min(1).max(2000)]),
};
