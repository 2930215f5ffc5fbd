/** What a configuration's outputs must keep of those of fp32 on the CPU. */
import type { Configuration } from './configuration.ts';
import type { FidelityBounds } from './record/schema.ts';

/**
 * For fp32 on another provider than the native CPU. The kernels of another provider add in another order, and their
 * rounding leaves far more than 60 dB; fp16 arithmetic in place of fp32, which some drivers choose by themselves, leaves
 * about 50 to 60. Below 40 dB something else than rounding is at work, and a class decision in a hundred is more than
 * rounding turns over.
 */
export const ACROSS_PROVIDERS = { minSqnrDb: 40, minTop1Agreement: 0.99 } as const satisfies FidelityBounds;

interface Bounded {
  /** Of a reduced precision. */
  readonly bounds: FidelityBounds | null;
  readonly classOutput: string | null;
}

/** null: nothing is asked. fp32 on the native CPU is the reference itself; a reduced precision keeps its model's own bounds everywhere. */
export function boundsOf(
  { precision, provider }: Pick<Configuration, 'precision' | 'provider'>,
  { bounds, classOutput }: Bounded,
): FidelityBounds | null {
  if (precision !== 'fp32') return bounds;
  if (provider === 'cpu') return null;
  return classOutput === null ? { ...ACROSS_PROVIDERS, minTop1Agreement: null } : ACROSS_PROVIDERS;
}
