/** Whether there is a newer Joulemark. */

export interface UpdateAnswer {
  /** Of this program. */
  readonly current: string;
  readonly newest: string;
  readonly isNewer: boolean;
  /** Where people get it; null: not said. */
  readonly page: string | null;
}

export interface UpdateCalls {
  /** Asks this address once; nothing is fetched but what it says. Refused while something is measured. */
  checkUpdate(address: string): UpdateAnswer;
}
export const UPDATE_CALLS: { readonly [K in keyof UpdateCalls]: true } = { checkUpdate: true };
