/** What this machine is and can do. */
import type { Suite } from '#core/suite.ts';

export interface MachineCalls {
  /** Looks at the machine anew, which takes some seconds; ended with `interrupted` by the start of a run. */
  getSuite(): Suite;
  /** What was found last, at once; null: nothing was, or of another machine or version. */
  getLastSuite(): Suite | null;
}
export const MACHINE_CALLS: { readonly [K in keyof MachineCalls]: true } = {
  getSuite: true,
  getLastSuite: true,
};
