/** What speaks against measuring now. */
import type { AdviceReport } from '#core/advice.ts';

export interface AdviceCalls {
  /** Looks at the machine for about a second. */
  getAdvice(): AdviceReport;
}
export const ADVICE_CALLS: { readonly [K in keyof AdviceCalls]: true } = { getAdvice: true };
