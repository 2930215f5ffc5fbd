/** The precisions that the trained models come in. */
import type { Precision } from '#core/configuration.ts';

/** What runs when none is named. */
export const USUAL: readonly Precision[] = ['fp32', 'fp16', 'int8-dynamic', 'int8-static'];

/** When asked for: without training afterwards it costs answers, and shows what the kernels make of it. */
export const PRUNED: readonly Precision[] = ['pruned-25', 'pruned-50', 'sparse-50'];
