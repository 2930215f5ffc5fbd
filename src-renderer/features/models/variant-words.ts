/** What the table of variants says besides its figures. Pure. */
import { fixedText, nodesText, shareText, verdictOf, type VariantVerdict } from '#core/format/variants.ts';
import { counted } from '#core/format/counted.ts';
import { UNKNOWN } from '#core/format/figures.ts';
import type { ModelSummary } from '#core/suite.ts';
import type { VariantRow } from '#core/variant-table.ts';
import { agreementFacts, type Fact } from '../../state/fidelity-facts.ts';

/** Of what the model is for, as far as it tells: `passes`, `99.2 % same class`. */
export function agreementTexts({ fidelity }: Pick<VariantRow, 'fidelity'>): string[] {
  const { task = null, top1Agreement = null } = fidelity ?? {};
  return [
    ...(task === null ? [] : [task.passed ? 'passes' : 'fails']),
    ...(top1Agreement === null ? [] : [`${shareText(top1Agreement)} same class`]),
  ];
}

/** Of the model as shipped: from its own row, or as it was counted when it was listed. null: not known. */
export function shippedBytes(
  model: string,
  rows: readonly VariantRow[],
  models: readonly ModelSummary[],
): number | null {
  const own = rows.find((row) => row.model === model && row.precision === 'fp32')?.bytes;
  return own ?? models.find(({ id }) => id === model)?.cost?.bytes ?? null;
}

const COUNTED: readonly (readonly [verdict: VariantVerdict, words: string])[] = [
  ['holds', 'hold'],
  ['degraded', 'degraded'],
  ['failed', 'failed'],
  ['not judged', 'not judged'],
  ['synthetic weights', 'with synthetic weights'],
];

/** `12 variants: 8 hold, 3 degraded, 1 failed`; fp32, which they are compared with, is none. */
export function summaryText(rows: readonly VariantRow[]): string {
  const verdicts = rows.map(verdictOf).filter((verdict) => verdict !== 'reference');
  const parts = COUNTED.map(([verdict, words]) => ({
    words,
    count: verdicts.filter((each) => each === verdict).length,
  })).filter(({ count }) => count > 0);
  const all = parts.map(({ words, count }) => `${count} ${words}`).join(', ');
  return counted(verdicts.length, 'variant') + (all === '' ? '' : `: ${all}`);
}

/** All that is known of a variant, with what a narrow table leaves out. */
export function variantFacts(row: VariantRow): Fact[] {
  const { fidelity, madeInS, sha256 } = row;
  const facts: (Fact | null)[] = [
    ...(fidelity === null ? [] : agreementFacts(fidelity)),
    row.changed === null ? null : ['Nodes changed / left', nodesText(row)],
    madeInS === null ? null : ['Made in', `${fixedText(madeInS, 1)} s`],
    ['SHA-256', sha256 ?? UNKNOWN],
  ];
  return facts.filter((fact) => fact !== null);
}
