import { z } from 'zod';
import type { HistoryCalls } from '../calls/history.ts';
import { id, type GuardsOf } from './guard.ts';

export const HISTORY_GUARDS: GuardsOf<HistoryCalls> = {
  listRecords: z.tuple([]),
  loadRecord: z.tuple([id]),
};
