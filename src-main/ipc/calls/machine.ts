/** What this machine is and can do. */
import type { Suite } from '#core/suite.ts';

export interface MachineCalls {
  getSuite(): Suite;
}
export const MACHINE_CALLS: { readonly [K in keyof MachineCalls]: true } = { getSuite: true };
