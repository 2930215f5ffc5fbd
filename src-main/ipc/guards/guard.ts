/** How a payload is checked. */
import { z } from 'zod';
import type { Functions } from '../functions.ts';

/** One guard per call: a call without one does not compile. */
export type GuardsOf<C extends Functions<C>> = { readonly [K in keyof C]: z.ZodType<Parameters<C[K]>> };

/** Of runs, submissions and records of the history. */
export const id = z.string().regex(/^[0-9a-f]{8,64}$/);

/** Of a record file outside the history. */
export const fileKey = z.string().regex(/^file-[0-9a-f]{16}$/);

export const recordKey = z.union([id, fileKey]);
