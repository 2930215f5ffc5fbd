import { z } from 'zod';
import type { PlugCalls } from '../calls/plug.ts';
import type { GuardsOf } from './guard.ts';

export const PLUG_GUARDS: GuardsOf<PlugCalls> = { tryPlug: z.tuple([z.string().trim().min(1).max(255)]) };
