import { z } from 'zod';
import type { CompareCalls } from '../calls/compare.ts';
import { id, type GuardsOf } from './guard.ts';

export const COMPARE_GUARDS: GuardsOf<CompareCalls> = {
  compareRecords: z.tuple([z.array(id).min(1).max(8)]),
};
