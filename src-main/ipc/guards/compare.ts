import { z } from 'zod';
import type { CompareCalls } from '../calls/compare.ts';
import { recordKey, type GuardsOf } from './guard.ts';

export const COMPARE_GUARDS: GuardsOf<CompareCalls> = {
  compareRecords: z.tuple([z.array(recordKey).min(1).max(8)]),
};
