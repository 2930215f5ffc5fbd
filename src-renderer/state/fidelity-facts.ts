/** How a row compares with fp32 on the CPU, as names and values: what its precision changed, or its device. */
import { counted } from '#core/format/counted.ts';
import { UNKNOWN } from '#core/format/figures.ts';
import { atMost, fixed, number, percent } from '#core/format/number.ts';
import { cosineText } from '#core/format/variants.ts';
import type { Fidelity, Row } from '#core/record/schema.ts';

export type Fact = readonly [name: string, value: string];

const NAME = 'Compared with fp32 on the CPU';

/** Only what is known; the bound stands beside the figure that it is of. */
export function fidelityFacts({
  fidelity,
  precision,
  provider,
}: Pick<Row, 'fidelity' | 'precision' | 'provider'>): Fact[] {
  if (fidelity === null)
    return [[NAME, precision === 'fp32' && provider === 'cpu' ? 'it is that itself' : UNKNOWN]];
  return agreementFacts(fidelity);
}

/** Of outputs that were compared. */
export function agreementFacts(fidelity: Fidelity): Fact[] {
  const { inputs, cosine, sqnrDb, maxAbsError, top1Agreement, task, bounds } = fidelity;
  const least = (bound: string | null): string => (bound === null ? '' : `, at least ${bound} asked for`);
  const minDb = bounds?.minSqnrDb ?? null;
  const minTop1 = bounds?.minTop1Agreement ?? null;
  const facts: (Fact | null)[] = [
    [NAME, `over ${counted(inputs, 'input')}: ${judged(fidelity)}`],
    sqnrDb === null
      ? null
      : [
          'Signal to noise (SQNR)',
          `${fixed(sqnrDb, 1)} dB${least(minDb === null ? null : `${number(minDb)} dB`)}`,
        ],
    cosine === null ? null : ['Cosine', cosineText(cosine)],
    maxAbsError === null ? null : ['Largest error', atMost(maxAbsError, 3)],
    top1Agreement === null
      ? null
      : [
          'Same top class',
          `in ${percent(top1Agreement)}${least(minTop1 === null ? null : percent(minTop1))}`,
        ],
    task === null ? null : ['Task check', `${task.passed ? 'passed' : 'failed'} (${task.detail})`],
  ];
  return facts.filter((fact) => fact !== null);
}

function judged({ holds, cosine, maxAbsError }: Fidelity): string {
  if (cosine === null && maxAbsError === null) return 'outputs that cannot be compared';
  if (holds === null) return 'not judged, nothing is asked of it';
  return holds ? 'keeps what is asked' : 'degraded';
}
