/** How a payload is checked. */
import { z } from 'zod';
import type { Functions } from '../functions.ts';

/** One guard per call: a call without one does not compile. */
export type GuardsOf<C extends Functions<C>> = { readonly [K in keyof C]: z.ZodType<Parameters<C[K]>> };

/** Of records, runs and submissions. */
export const id = z.string().regex(/^[0-9a-f]{8,64}$/);
