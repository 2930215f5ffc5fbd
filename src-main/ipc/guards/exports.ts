import { z } from 'zod';
import { EXPORT_FORMATS, TEXT_FORMATS, type ExportCalls } from '../calls/exports.ts';
import { recordKey, type GuardsOf } from './guard.ts';

/** Of a chart's content, in characters: 20 MB. */
const LARGEST_CHART = 20_000_000;

const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/);
const chart = z.discriminatedUnion('kind', [
  z.strictObject({
    name,
    kind: z.literal('svg'),
    content: z.string().max(LARGEST_CHART).startsWith('<svg '),
  }),
  z.strictObject({
    name,
    kind: z.literal('png'),
    // The first bytes of every PNG.
    content: z.string().max(LARGEST_CHART).startsWith('iVBORw0KGgo'),
  }),
]);

export const EXPORT_GUARDS: GuardsOf<ExportCalls> = {
  exportRecord: z.tuple([z.strictObject({ recordKey, format: z.enum(EXPORT_FORMATS) })]),
  recordText: z.tuple([z.strictObject({ recordKey, format: z.enum(TEXT_FORMATS) })]),
  revealRecord: z.tuple([recordKey]),
  saveChart: z.tuple([chart]),
};
