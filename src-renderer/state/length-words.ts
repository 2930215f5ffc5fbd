/** The lengths of a run as people call them, and what sets them apart. */
import { rounded } from '#core/format/number.ts';
import type { Length, ProtocolConstants } from '#core/protocol/constants.ts';

export const LENGTH_WORDS: Record<Length, string> = {
  quick: 'Quick',
  standard: 'Standard',
  thorough: 'Thorough',
};

/** E.g. `± 2 %, at least 5 rounds`. */
export function lengthHint({ targetHalfWidthRatio, minRounds }: ProtocolConstants): string {
  return `± ${rounded(100 * targetHalfWidthRatio, 2)} %, at least ${minRounds} rounds`;
}
