import { z } from 'zod';
import type { AdviceCalls } from '../calls/advice.ts';
import type { GuardsOf } from './guard.ts';

export const ADVICE_GUARDS: GuardsOf<AdviceCalls> = { getAdvice: z.tuple([]) };
