import { z } from 'zod';
import { runRequestSchema } from '#core/run-request.ts';
import { TEXT_FORMATS } from '../calls/exports.ts';
import { VARIANT_FORMATS, type VariantCalls } from '../calls/variants.ts';
import type { GuardsOf } from './guard.ts';

export const VARIANT_GUARDS: GuardsOf<VariantCalls> = {
  getVariants: z.tuple([]),
  startVariants: z.tuple([runRequestSchema.pick({ models: true, precisions: true })]),
  cancelVariants: z.tuple([]),
  exportVariants: z.tuple([z.enum(VARIANT_FORMATS)]),
  variantsText: z.tuple([z.enum(TEXT_FORMATS)]),
};
