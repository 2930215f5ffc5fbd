/** Whether a line is written as this program writes lines: then the same line is the same bytes everywhere. */
import { canonicalText } from '../identity.ts';

/** False also for what is no JSON object. Never throws. */
export function isCanonicalLine(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return false;
    return canonicalText(value as Record<string, unknown>) === text;
  } catch (error) {
    // Not JSON, too deep, or without a canonical form.
    if (error instanceof Error) return false;
    throw error;
  }
}
