import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import { megabytesText, sizeRatioText } from '#core/format/variants.ts';
import type { ModelSummary } from '#core/suite.ts';
import {
  agreementTexts,
  shippedBytes,
  summaryText,
  variantFacts,
} from '#renderer/features/models/variant-words.ts';
import { sampleFidelity, sampleVariantRow, sampleVariants } from '#test/support/sample-toolkit.ts';

const failed = sampleVariantRow({
  ...{ bytes: null, sha256: null, changed: null, left: null, madeInS: null, fidelity: null },
  fault: new Fault('session-failed', 'no').toWire(),
});

describe('agreementTexts', () => {
  it('says of the task and of the classes what there is to say', () => {
    const both = sampleFidelity({ top1Agreement: 0.992, task: { passed: false, detail: 'read nothing' } });
    expect(agreementTexts({ fidelity: both })).toEqual(['fails', '99.2 % same class']);
    expect(agreementTexts({ fidelity: sampleFidelity() })).toEqual(['passes']);
    expect(agreementTexts({ fidelity: sampleFidelity({ task: null }) })).toEqual([]);
    expect(agreementTexts({ fidelity: null })).toEqual([]);
  });
});

describe('summaryText', () => {
  it('counts verdicts, and never fp32 as a variant', () => {
    const degraded = sampleVariantRow({ fidelity: sampleFidelity({ holds: false }) });
    expect(summaryText([...sampleVariants().rows, degraded, degraded, failed])).toBe(
      '4 variants: 1 hold, 2 degraded, 1 failed',
    );
    expect(summaryText(sampleVariants().rows.slice(0, 1))).toBe('0 variants');
  });
});

describe('the size of the model as shipped', () => {
  const models = [{ id: 'silero-vad', cost: { bytes: 2_000_000 } }] as ModelSummary[];

  it('is that of its fp32 row, or else what was counted, and never 0', () => {
    const { rows } = sampleVariants();
    expect(shippedBytes('silero-vad', rows, models)).toBe(2_330_000);
    expect(shippedBytes('silero-vad', rows.slice(1), models)).toBe(2_000_000);
    expect(shippedBytes('other', rows, models)).toBeNull();
  });

  it('gives a ratio where both are known', () => {
    expect(sizeRatioText(1_770_000, 2_330_000)).toBe('0.76×');
    expect([sizeRatioText(null, 1), sizeRatioText(1, null), megabytesText(null)]).toEqual(['–', '–', '–']);
  });
});

describe('variantFacts', () => {
  it('has what the table leaves out', () => {
    expect(variantFacts(sampleVariantRow())).toEqual([
      ['Compared with fp32 on the CPU', 'over 32 inputs: keeps what is asked'],
      ['Signal to noise (SQNR)', '27.3 dB, at least 20 dB asked for'],
      ['Cosine', '0.9991'],
      ['Largest error', '0.0312'],
      ['Task check', 'passed (heard the speech)'],
      ['Nodes changed / left', '8 / 4'],
      ['Made in', '0.8 s'],
      ['SHA-256', 'd'.repeat(64)],
    ]);
  });

  it('claims nothing of a variant that could not be made', () => {
    expect(variantFacts(failed)).toEqual([['SHA-256', '–']]);
  });
});
