/** What a variant keeps of its model, in words and figures: the same on screen, in the terminal and in reports. */
import type { ChangeGroup } from '../change-report.ts';
import type { Fidelity } from '../record/schema.ts';
import type { VariantRow } from '../variant-table.ts';
import { UNKNOWN } from './figures.ts';
import type { Judged } from './judgement.ts';
import { fixed, percent } from './number.ts';

/** null: unknown. */
export const fixedText = (value: number | null, digits: number): string =>
  value === null ? UNKNOWN : fixed(value, digits);

/** Megabytes (10⁶) without the unit. */
export const megabytesText = (bytes: number | null): string =>
  fixedText(bytes === null ? null : bytes / 1e6, 2);

/** `0.25×`: so many times the size of the model as shipped. */
export function sizeRatioText(bytes: number | null, shippedBytes: number | null): string {
  return bytes === null || shippedBytes === null ? UNKNOWN : `${fixed(bytes / shippedBytes, 2)}×`;
}

/** `8 / 4`: changed, and left as they were. */
export function nodesText({ changed, left }: Pick<VariantRow, 'changed' | 'left'>): string {
  return changed === null || left === null ? UNKNOWN : `${changed} / ${left}`;
}

/** Equal outputs have no noise, and so no ratio. dB without the unit. */
export function sqnrText(fidelity: Pick<Fidelity, 'sqnrDb' | 'maxAbsError'> | null): string {
  if (fidelity?.maxAbsError === 0) return 'equal';
  return fixedText(fidelity?.sqnrDb ?? null, 1);
}

/** Four digits tell apart what matters; more where the difference is smaller. */
export function cosineText(cosine: number | null): string {
  if (cosine === null) return UNKNOWN;
  if (cosine === 1) return '1';
  if (cosine > 0.999999) return `> ${fixed(0.999999, 6)}`;
  return fixed(cosine, cosine > 0.9999 ? 6 : 4);
}

export const shareText = (share: number | null): string => (share === null ? UNKNOWN : percent(share));

/** In the words that people read. */
export type VariantVerdict =
  'holds' | 'degraded' | 'failed' | 'reference' | 'synthetic weights' | 'not judged';

/** Whether the variant keeps what its model must keep. */
export function verdictOf({
  fault,
  fidelity,
  kind,
  precision,
}: Pick<VariantRow, 'fault' | 'fidelity' | 'kind' | 'precision'>): VariantVerdict {
  if (fault !== null || fidelity === null) return 'failed';
  if (kind === 'architecture') return 'synthetic weights';
  if (precision === 'fp32') return 'reference';
  if (fidelity.holds === null) return 'not judged';
  return fidelity.holds ? 'holds' : 'degraded';
}

export const VARIANT_SIGNS: Readonly<Record<VariantVerdict, Judged>> = {
  holds: { sign: '✓', tone: 'good' },
  degraded: { sign: '▽', tone: 'bad' },
  failed: { sign: '✕', tone: 'bad' },
  reference: { sign: '=', tone: 'plain' },
  'synthetic weights': { sign: '◇', tone: 'plain' },
  'not judged': { sign: '○', tone: 'plain' },
};

/** E.g. `30 Conv (has groups)`: nodes of one kind that were left for one reason. */
export const leftText = ({ op, reason, count }: ChangeGroup): string => `${count} ${op} (${reason})`;
