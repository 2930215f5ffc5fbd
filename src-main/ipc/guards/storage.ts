import { z } from 'zod';
import type { StorageCalls } from '../calls/storage.ts';
import type { GuardsOf } from './guard.ts';

export const STORAGE_GUARDS: GuardsOf<StorageCalls> = {
  getStorage: z.tuple([]),
  reveal: z.tuple([z.enum(['data', 'history', 'cache', 'settings'])]),
  deleteStored: z.tuple([z.enum(['runs', 'made', 'settings'])]),
};
