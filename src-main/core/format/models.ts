/** A model's sizes, shapes and bounds as people read them, the same on screen and in the terminal. */
import type { FidelityBounds } from '../record/schema.ts';
import type { ModelCost } from '../suite.ts';
import { UNKNOWN } from './figures.ts';
import { fixed, number, rounded } from './number.ts';

/** Three digits with the unit that fits: `1.23 G`, `45.6 M`, `789 k`. */
export function countText(count: number): string {
  const [factor, sign] = count >= 1e9 ? [1e9, ' G'] : count >= 1e6 ? [1e6, ' M'] : [1e3, ' k'];
  return count < 1e3 ? number(count) : `${threeDigits(count / factor)}${sign}`;
}

/** Not `toPrecision`: 1234 would become 1.23e+3. */
function threeDigits(value: number): string {
  return fixed(value, value >= 100 ? 0 : value >= 10 ? 1 : 2);
}

/** Multiply-accumulates, parameters, and megabytes (10⁶) without the unit. */
export function sizeTexts(cost: ModelCost | null): [macs: string, parameters: string, megabytes: string] {
  if (cost === null) return [UNKNOWN, UNKNOWN, UNKNOWN];
  return [countText(cost.macs), countText(cost.parameters), threeDigits(cost.bytes / 1e6)];
}

/** `1×3×480×640`; a single value has no dimensions. */
export function shapeText(dims: readonly number[]): string {
  return dims.length === 0 ? 'one value' : dims.join('×');
}

/** `18 dB SQNR and 99 % of classes`. */
export function boundsText({ minSqnrDb, minTop1Agreement }: FidelityBounds): string {
  const parts = [
    minSqnrDb === null ? null : `${number(minSqnrDb)} dB SQNR`,
    minTop1Agreement === null ? null : `${rounded(100 * minTop1Agreement, 2)} % of classes`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'nothing in figures' : parts.join(', ');
}
