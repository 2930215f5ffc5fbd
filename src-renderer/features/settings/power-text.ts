import { rounded } from '#core/format/number.ts';

/** `41.3 W`, to a tenth below 100. */
export const powerText = (powerW: number): string => `${rounded(powerW, powerW < 100 ? 1 : 0)} W`;
