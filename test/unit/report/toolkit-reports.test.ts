import { describe, expect, it } from 'vitest';
import { leftGroups } from '#core/change-report.ts';
import { Fault } from '#core/errors.ts';
import { verdictOf } from '#core/format/variants.ts';
import { importText } from '#report/import-report.ts';
import { quantizeText } from '#report/quantize-report.ts';
import { widthOf } from '#report/terminal.ts';
import { variantsCsv, variantsMarkdown, variantsText } from '#report/variants-report.ts';
import {
  sampleFidelity,
  sampleImport,
  sampleQuantize,
  sampleVariantRow,
  sampleVariants,
} from '#test/support/sample-toolkit.ts';

describe('the table of variants', () => {
  it('shows what each changed and lost, and what does not apply', () => {
    const text = variantsText(sampleVariants(), null);
    expect(text).toContain(
      '│ silero-vad │ int8-dynamic │ 1.77 │                8 / 4 │    27.3 │ 0.9991 │     – │     0.031 │ passes │ holds     │       0.8 │',
    );
    expect(text).toMatch(/│ silero-vad │ fp32 .* equal │ {6}1 │ .* reference │/);
    expect(text).toContain('silero-vad int4: it has no matrix');
    expect(text).toContain('silero-vad int8-dynamic: 3 Conv (too small), 1 LSTM (not made)');
    expect(text).toContain('over 32 inputs a model, by Joulemark 9.8.7 on ONNX Runtime 1.30.0');
  });

  it('fits into 80 columns', () => {
    for (const line of variantsText(sampleVariants(), 80).split('\n'))
      expect(widthOf(line)).toBeLessThanOrEqual(80);
  });

  it.each([
    ['failed', { fidelity: null, fault: new Fault('session-failed', 'no').toWire() }],
    ['degraded', { fidelity: sampleFidelity({ holds: false }) }],
    ['holds', {}],
    ['not judged', { fidelity: sampleFidelity({ holds: null }) }],
    ['synthetic weights', { kind: 'architecture' as const, fidelity: sampleFidelity({ holds: null }) }],
    ['reference', { precision: 'fp32' as const }],
  ])('says %s of a row', (verdict, changes) => {
    expect(verdictOf(sampleVariantRow(changes))).toBe(verdict);
  });

  it('shows a variant that failed with dashes in place of figures, never with 0', () => {
    const unknown = { bytes: null, sha256: null, changed: null, left: null, leftReasons: [], madeInS: null };
    const fault = new Fault('worker-died', 'it died', { remedy: 'try again' }).toWire();
    const row = sampleVariantRow({ ...unknown, fidelity: null, fault });
    const text = variantsText({ ...sampleVariants(), rows: [row] }, null);
    expect(text).toMatch(/│ int8-dynamic │ +– │ +– │ +– │ +– │ +– │ +– │ – +│ failed +│ +– │/);
    expect(text).toContain('silero-vad int8-dynamic: it died. try again');
  });

  it('names why a variant is degraded', () => {
    const shortfalls = ['SQNR 3.0 dB, below the bound of 20 dB'];
    const row = sampleVariantRow({ fidelity: sampleFidelity({ holds: false, shortfalls }) });
    expect(variantsText({ ...sampleVariants(), rows: [row] }, null)).toContain(
      `silero-vad int8-dynamic: ${shortfalls[0]}`,
    );
  });

  it('is the same in Markdown and CSV, where a stranger’s model name is only text', () => {
    const row = sampleVariantRow({ model: '=1|<b>', leftReasons: [] });
    const table = { ...sampleVariants(), rows: [row], leftOut: [] };
    expect(variantsMarkdown(table)).toContain(String.raw`| =1\|&lt;b&gt; | int8-dynamic | 1.77 |`);
    const [head, first] = variantsCsv(table).split('\r\n');
    expect(head?.split(',')).toHaveLength(first?.split(',').length ?? 0);
    expect(first).toMatch(
      /^'=1\|<b>,trained,int8-dynamic,d{64},1770000,8,4,32,27.25,0.9991,,0.0312,true,heard the speech,true,/,
    );
  });
});

describe('what an import says', () => {
  it('shows inputs, what was chosen, outputs, operators and precisions', () => {
    const text = importText(sampleImport(), null);
    for (const part of [
      'as sample: 4.20 MB, 1.05 million parameters, 1.05 million multiply-accumulates',
      '│ ids   │ int64 │ [batch, seq] │ [1, 128] │ rows of a table of 50 │',
      'ids: 1 ("batch": one sample at a time), 128 ("seq": a sequence of 128)',
      '│ logits │ float32 │ [1, 10] │',
      '"logits" is taken for scores of classes',
      '3 MatMul, 1 com.example.Magic. Operator sets ai.onnx 17; IR version 8',
      '│ pruned-25 │ no      │ nothing can be pruned │',
      'made from seed 1; 32 compare a precision with fp32, 32 calibrate int8-static',
      'The model stays where it is',
      'joulemark bench --models sample',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('says what is not known, and warns', () => {
    const text = importText(
      sampleImport({
        ...{ cost: null, classOutput: null, warnings: ['Fidelity rests on 1 distinct input.'] },
        ...{ dataFiles: ['w.bin'], precisions: [{ precision: 'int4', applies: true, detail: null }] },
        ...{ bounds: { minSqnrDb: 20, minTop1Agreement: null } },
      }),
      null,
    );
    for (const part of [
      'multiply-accumulates not counted',
      'with w.bin beside it',
      'No output is taken for scores',
      'not tried, as the model is large',
      'Warning: Fidelity rests on 1 distinct input.',
      'below 20 dB is degraded',
    ]) {
      expect(text).toContain(part);
    }
  });
});

describe('what quantizing says', () => {
  it('shows sizes, what changed, what stayed and why, and the agreement', () => {
    expect(quantizeText(sampleQuantize(), null)).toBe(
      [
        'Wrote /models/out.onnx at int8-static: 4.00 → 1.01 MB (25 %), in 1.3 s, calibrated on 32 of the 64 given inputs.',
        '',
        'Changed: 5',
        '  5 Conv: int8 weights, a scale a channel (c1, c2, c3 …)',
        '',
        'Left as they were: 2',
        '  2 Gemm: it has 10 … 40 weights (g1, g2)',
        '',
        'Against the input on 32 of the 64 given inputs: SQNR 34.6 dB, cosine 0.9998, largest error 0.034, same class in 96.9 %.',
        '',
      ].join('\n'),
    );
  });

  it('says when nothing was compared, or could be', () => {
    const none = { comparedOn: null, agreement: null, warnings: ['It was not run and not compared: why'] };
    expect(quantizeText(sampleQuantize(none), null)).toContain(
      'Warning: It was not run and not compared: why',
    );
    const unknown = { inputs: 32, cosine: null, sqnrDb: null, maxAbsError: null, top1Agreement: null };
    expect(quantizeText(sampleQuantize({ agreement: unknown }), null)).toContain('cannot be compared');
  });
});

describe('nodes that were left', () => {
  const left = (...entries: [op: string, why: string][]) =>
    leftGroups({ changed: [], left: entries.map(([op, why], at) => ({ node: `n${at}`, op, why })) });

  it('are grouped by operator and reason, most frequent first, with the first names', () => {
    expect(left(['Conv', 'a'], ['Gemm', 'a'], ['Gemm', 'a'], ['Gemm', 'a'], ['Gemm', 'a'])).toEqual([
      { op: 'Gemm', reason: 'a', count: 4, nodes: ['n1', 'n2', 'n3'] },
      { op: 'Conv', reason: 'a', count: 1, nodes: ['n0'] },
    ]);
  });

  it('are one group where only numbers differ, which become a range', () => {
    const [group, ...others] = left(
      ['Conv', 'it has 128 weights; fewer than 8192 gain nothing'],
      ['Conv', 'it has 64 weights; fewer than 8192 gain nothing'],
    );
    expect(group?.reason).toBe('it has 64 … 128 weights; fewer than 8192 gain nothing');
    expect(others).toEqual([]);
  });

  it('keep apart reasons that name other things', () => {
    expect(left(['Add', 'after "Pow_1"'], ['Add', 'after "Pow_2"'])).toHaveLength(2);
  });
});
