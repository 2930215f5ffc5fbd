/** What a precision lost, in words and figures: the same on screen, in the terminal and in reports. */
import type { Fidelity } from '../record/schema.ts';
import { UNKNOWN } from './figures.ts';
import { fixed } from './number.ts';

/**
 * For a column: `27 dB ✓` holds what the model asks, `9 dB degraded` does not, `31 dB` was not judged;
 * `equal` where there is no difference.
 */
export function fidelityText(fidelity: Fidelity | null): string {
  if (fidelity === null) return UNKNOWN;
  const figure = agreementText(fidelity);
  if (fidelity.holds === null) return figure;
  return `${figure} ${fidelity.holds ? '✓' : 'degraded'}`;
}

function agreementText({ cosine, sqnrDb, maxAbsError }: Fidelity): string {
  // Rounded down: 19.6 dB must not read as a bound of 20 dB that was reached.
  if (sqnrDb !== null) return `${Math.floor(sqnrDb)} dB`;
  if (maxAbsError === 0) return 'equal';
  return cosine === null ? 'not comparable' : `cosine ${fixed(cosine, 4)}`;
}
