import { z } from 'zod';
import type { HistoryCalls } from '../calls/history.ts';
import { fileKey, recordKey, type GuardsOf } from './guard.ts';

export const HISTORY_GUARDS: GuardsOf<HistoryCalls> = {
  listRecords: z.tuple([]),
  loadRecord: z.tuple([recordKey]),
  listOpened: z.tuple([]),
  keepRecord: z.tuple([fileKey]),
  closeRecord: z.tuple([fileKey]),
};
