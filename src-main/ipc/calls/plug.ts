/** Whether a smart plug answers. */

export interface PlugReading {
  /** What answered, in words. */
  readonly source: string;
  readonly powerW: number;
}

export interface PlugCalls {
  /** Asks the plug at this address once; nothing is remembered. Refused while something is measured. */
  tryPlug(address: string): PlugReading;
}
export const PLUG_CALLS: { readonly [K in keyof PlugCalls]: true } = { tryPlug: true };
