import { z } from 'zod';
import type { OpenCalls } from '../calls/open.ts';
import type { GuardsOf } from './guard.ts';

export const OPEN_GUARDS: GuardsOf<OpenCalls> = { takeOpened: z.tuple([]), openFile: z.tuple([]) };
