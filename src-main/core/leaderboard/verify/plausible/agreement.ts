/** Whether figures of an agreement can be of the same outputs; how each is made stands in core/fidelity.ts. */
import type { Fidelity } from '../../../record/schema.ts';
import { figure } from '../compare.ts';

/** Outputs of models are sums of millions of rounded numbers. */
const ROUNDING_DB = 0.5;
/** Nearer to 1 the cosine says nothing of the noise. */
const LEAST_SINE = 1e-6;

export function agreementDoubts(fidelity: Fidelity | null): string[] {
  if (fidelity === null) return [];
  const { cosine, sqnrDb, maxAbsError } = fidelity;
  if (cosine === null) return [];
  const doubts: string[] = [];
  if (Math.abs(cosine) > 1) doubts.push(`a cosine of ${figure(cosine)}`);
  // Without noise there is no ratio, and no error either.
  if (maxAbsError === null || (sqnrDb === null) !== (maxAbsError === 0)) {
    doubts.push(
      `outputs whose largest error is ${figure(maxAbsError)} have no SQNR of ${figure(sqnrDb)} dB beside a cosine of ${figure(cosine)}`,
    );
  }
  const sine = Math.sqrt(Math.max(0, 1 - cosine ** 2));
  // What stands at right angles to the reference is noise: the rest of it only adds to that.
  if (sqnrDb !== null && sine > LEAST_SINE && sqnrDb > -20 * Math.log10(sine) + ROUNDING_DB) {
    doubts.push(`a cosine of ${figure(cosine)} leaves no SQNR of ${figure(sqnrDb)} dB`);
  }
  return doubts.map((doubt) => `fidelity: ${doubt}`);
}
