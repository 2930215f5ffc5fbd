/** Whether a provider computes what native fp32 on the processor does. */
import type { Row } from '../record/schema.ts';

/**
 * fp32 kernels that add in another order agree to 80 dB and more; what computes at half precision inside
 * stays below 65 dB. dB
 */
const SAME_FROM_DB = 70;

export interface ProviderAgreement {
  readonly same: boolean;
  /** E.g. `SQNR 92 dB`, `equal to the last bit`. */
  readonly figure: string;
}

/** Of an fp32 row of another provider than the native `cpu`; null: of another row, or not compared. */
export function agreementWithNative(
  row: Pick<Row, 'precision' | 'provider' | 'fidelity'>,
): ProviderAgreement | null {
  const { precision, provider, fidelity } = row;
  if (precision !== 'fp32' || provider === 'cpu' || fidelity === null) return null;
  const { sqnrDb, maxAbsError } = fidelity;
  // Rounded down: 69.9 dB must not read as the bound.
  if (sqnrDb !== null) return { same: sqnrDb >= SAME_FROM_DB, figure: `SQNR ${Math.floor(sqnrDb)} dB` };
  return maxAbsError === 0 ? { same: true, figure: 'equal to the last bit' } : null;
}
