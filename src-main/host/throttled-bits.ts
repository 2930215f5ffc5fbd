/** The bits with which a Raspberry Pi's firmware tells that it slowed the processor down. Pure. */

export interface Throttled {
  readonly underVoltage: boolean;
  readonly frequencyCapped: boolean;
  readonly throttled: boolean;
  readonly softTemperatureLimit: boolean;
}

/** The bits from `throttled=0x50005` (vcgencmd) or `50005` (sysfs); null for anything else. */
export function parseThrottled(text: string): number | null {
  const digits = /^(?:throttled=)?(?:0x)?([0-9a-f]{1,8})$/i.exec(text.trim())?.[1];
  return digits === undefined ? null : Number.parseInt(digits, 16);
}

/** Bits 0 to 3 are about now. */
export const throttledNow = (bits: number): Throttled => namedBits(bits);

/** Bits 16 to 19 are about the time since the start. */
export const throttledSinceStart = (bits: number): Throttled => namedBits(bits >>> 16);

const namedBits = (bits: number): Throttled => ({
  underVoltage: (bits & 1) !== 0,
  frequencyCapped: (bits & 2) !== 0,
  throttled: (bits & 4) !== 0,
  softTemperatureLimit: (bits & 8) !== 0,
});

/**
 * Makes a count of events, as other processors have it, out of bits that only say "now" and "ever": it
 * grows with each look at which the processor is slowed down, and when an "ever" appears in between.
 */
export class ThrottledCount {
  #count = 0;
  #ever: number | null = null;

  /** The count after a look at the bits. */
  seen(bits: number): number {
    const ever = (bits >>> 16) & 0xf;
    const appeared = this.#ever !== null && (ever & ~this.#ever) !== 0;
    if ((bits & 0xf) !== 0 || appeared) this.#count += 1;
    this.#ever = ever;
    return this.#count;
  }
}
