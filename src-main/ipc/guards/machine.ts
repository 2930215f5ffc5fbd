import { z } from 'zod';
import type { MachineCalls } from '../calls/machine.ts';
import type { GuardsOf } from './guard.ts';

export const MACHINE_GUARDS: GuardsOf<MachineCalls> = {
  getSuite: z.tuple([]),
  getLastSuite: z.tuple([]),
};
