/** Whether a line is written as this program writes lines: then the same line is the same bytes everywhere. */
import { parseJsonObject } from '../../json.ts';
import { canonicalText } from '../identity.ts';

/** False also for what is no JSON object. Never throws. */
export function isCanonicalLine(text: string): boolean {
  const value = parseJsonObject(text);
  try {
    return value !== null && canonicalText(value) === text;
  } catch (error) {
    // Too deep, or without a canonical form.
    if (error instanceof Error) return false;
    throw error;
  }
}
