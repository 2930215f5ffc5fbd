import { describe, expect, it } from 'vitest';
import { judgeFidelity, unknownAgreement, type Agreement } from '#core/fidelity.ts';
import { fidelityText } from '#core/format/fidelity.ts';
import { perUnitText } from '#core/format/per-unit.ts';
import { sampleRow } from '#test/support/sample-record.ts';

const agreement = (changes: Partial<Agreement>): Agreement => ({
  ...{ inputs: 32, cosine: 0.99, sqnrDb: 27.4, maxAbsError: 0.1, top1Agreement: null },
  ...changes,
});
const BOUNDS = { minSqnrDb: 20, minTop1Agreement: null };

describe('fidelityText', () => {
  it('says in words whether the bounds hold, not by a sign alone', () => {
    expect(fidelityText(judgeFidelity(agreement({}), null, BOUNDS))).toBe('27 dB ✓');
    expect(fidelityText(judgeFidelity(agreement({ sqnrDb: 9 }), null, BOUNDS))).toBe('9 dB degraded');
    expect(fidelityText(judgeFidelity(agreement({ sqnrDb: 19.6 }), null, null))).toBe('19 dB');
  });

  it('judges nothing where nothing is asked', () => {
    expect(fidelityText(judgeFidelity(agreement({}), null, null))).toBe('27 dB');
    expect(fidelityText(null)).toBe('–');
  });

  it('shows equal outputs as equal, and those that cannot be compared as that', () => {
    const equal = agreement({ sqnrDb: null, cosine: 1, maxAbsError: 0 });
    expect(fidelityText(judgeFidelity(equal, { passed: true, detail: '' }, null))).toBe('equal ✓');
    expect(fidelityText(judgeFidelity(unknownAgreement(32), null, BOUNDS))).toBe('not comparable degraded');
  });
});

describe('perUnitText', () => {
  it('divides by what one inference does', () => {
    const row = sampleRow({ work: { unit: 'token', perInference: 128 }, netJ: 1.28, ci95: [1.2672, 1.2928] });
    expect(perUnitText(row)).toBe('10.0 mJ net per token (9.90 … 10.1), 128 tokens an inference');
    expect(perUnitText({ ...row, work: { unit: 'token', perInference: 1 }, ci95: null })).toBe(
      '1280 mJ net per token, 1 token an inference',
    );
  });

  it('is nothing where an inference is the unit, or the energy is not known', () => {
    expect(perUnitText(sampleRow())).toBeNull();
    expect(perUnitText(sampleRow({ work: { unit: 'token', perInference: 2 }, netJ: null }))).toBeNull();
  });
});
