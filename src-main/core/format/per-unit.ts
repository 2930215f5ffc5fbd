/** Figures per unit of work where an inference does more than one, or another: a prefill of 128 tokens. */
import type { Row } from '../record/schema.ts';
import { counted } from './counted.ts';
import { millijouleInterval, millijoules } from './figures.ts';

/** `2.31 mJ per token (2.24 … 2.38), 128 tokens an inference`; null where the unit is the inference itself. */
export function perUnitText({ work, netJ, ci95 }: Pick<Row, 'work' | 'netJ' | 'ci95'>): string | null {
  const { unit, perInference } = work;
  if (unit === 'inference' || netJ === null) return null;
  const interval = ci95 === null ? null : ([ci95[0] / perInference, ci95[1] / perInference] as const);
  const range = interval === null ? '' : ` (${millijouleInterval(interval)})`;
  return `${millijoules(netJ / perInference)} mJ net per ${unit}${range}, ${counted(perInference, unit)} an inference`;
}
