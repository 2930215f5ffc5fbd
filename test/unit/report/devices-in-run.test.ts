import { describe, expect, it } from 'vitest';
import { judgeFidelity } from '#core/fidelity.ts';
import type { LeftOut, Row } from '#core/record/schema.ts';
import { runCsv, runMarkdown, runText } from '#report/run-report.ts';
import { fallback, sampleAdapter, SWIFTSHADER } from '#test/support/sample-ran.ts';
import { sampleRecord, sampleRow } from '#test/support/sample-record.ts';

const onWebgpu: Partial<Row> = { provider: 'webgpu', device: 'gpu', placement: { webgpu: 1 } };
const inSoftware = sampleRow({
  ...onWebgpu,
  ...{ device: 'cpu', adapter: SWIFTSHADER },
  reasons: ['the adapter is software (google SwiftShader): the processor did the work'],
});
const fellBack = sampleRow({
  ...onWebgpu,
  ...{ device: 'cpu', ranAs: 'cpu', placement: { webgpu: 0.12, cpu: 0.88 } },
  placementNodes: { webgpu: 0.4, cpu: 0.6 },
  fallbacks: [fallback('Clip', 0.5), fallback('Det', 0.38)],
});
const unverified = sampleRow({
  ...{ provider: 'webnn', unit: 'npu', device: 'npu', placement: { webnn: 1 }, deviceVerified: false },
  adapter: sampleAdapter({ name: null, vendor: null, kind: null, verified: false }),
});
const onCard = sampleRow({ ...onWebgpu, adapter: sampleAdapter(), domains: ['gpu'], netJ: 0.03 });

const textOf = (rows: Row[], leftOut: LeftOut[] = [], width: number | null = null) =>
  runText(sampleRecord({ rows, plan: { ...sampleRecord().plan, leftOut } }), width);

describe('a run on several devices', () => {
  it('labels each row by where its work went', () => {
    const text = textOf([sampleRow(), inSoftware, fellBack, unverified]);
    for (const label of ['webgpu (software: SwiftShader)', 'cpu (via webgpu)', 'webnn:npu (unverified)']) {
      expect(text).toContain(`│ ${label}`);
    }
    expect(text).toContain('Software adapter (webgpu): a driver that computes on the processor.');
    expect(text).toContain('"cpu (via webgpu)": the provider that was asked for executed less than 50 %');
    expect(text).toContain('Unverified (webnn:npu): the nodes ran on the provider');
    for (const word of ['Software', 'Unverified', 'via', 'Copies', 'Left out']) {
      expect(textOf([sampleRow()])).not.toContain(word);
    }
  });

  it('fits 80 columns, however long the adapter’s name', () => {
    const adapter = { ...SWIFTSHADER, name: 'SwiftShader Device (LLVM 10.0.0)' };
    const fidelity = judgeFidelity(
      { inputs: 32, cosine: 0.9, sqnrDb: 26, maxAbsError: 1, top1Agreement: null },
      null,
      { minSqnrDb: 30, minTop1Agreement: null },
    );
    const rows = [
      sampleRow({ precision: 'int8-dynamic', domains: ['package', 'dram'], fidelity }),
      { ...inSoftware, adapter, spinning: false, arena: false },
      unverified,
      onCard,
    ];
    const text = textOf(rows, [], 80);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    for (const word of ['SwiftShader', '10.0.0', 'no spinning', 'no arena', 'unverified']) {
      expect(text).toContain(word);
    }
  });

  it('says what ranks count within, and what each row covers, where that differs', () => {
    const text = textOf([sampleRow(), onCard]);
    expect(text).toContain(
      'A rank counts within its tier and what the energy covers (counter of package; counter of gpu)',
    );
    expect(text).toMatch(/│ webgpu .*│ counter │ gpu +│/);
    // Both lead their own group: that is no shared rank.
    expect(text).not.toContain('could not be told apart');
    expect(textOf([sampleRow()])).not.toContain('covers');
  });

  it('says whether copies are in the figures', () => {
    const web = sampleRow({ ...onWebgpu, provider: 'web-webgpu', tensorsOn: 'device' });
    const text = textOf([sampleRow(), onCard, web, sampleRow({ provider: 'wasm' })]);
    expect(text).toContain('Copies to and from the device are included in the figures of webgpu:');
    expect(text).toContain('Tensors stay on the device between inferences with web-webgpu:');
  });

  it('says whether other providers answer as native fp32 does', () => {
    const agreement = (sqnrDb: number | null, maxAbsError = 1e-6) =>
      judgeFidelity({ inputs: 32, cosine: 1, sqnrDb, maxAbsError, top1Agreement: 1 }, null, null);
    const wasm = { provider: 'wasm' as const };
    const text = textOf([
      sampleRow({ fidelity: agreement(null, 0) }),
      sampleRow({ ...wasm, fidelity: agreement(92.7) }),
      sampleRow({ ...wasm, model: 'other', fidelity: agreement(null, 0) }),
      sampleRow({ ...wasm, precision: 'fp16', fidelity: agreement(50) }),
      { ...onCard, fidelity: agreement(69.9) },
    ]);
    expect(text).toContain(
      '- wasm: same answers as native fp32: silero-vad SQNR 92 dB, other equal to the last bit.',
    );
    expect(text).toContain('- webgpu: answers differ from native fp32: silero-vad SQNR 69 dB.');
    expect(text).not.toContain('- cpu: same answers');
  });

  it('says once why pairs were left out', () => {
    const reason = 'webgpu has no kernel of com.microsoft.QAttention';
    const leftOut: LeftOut[] = [
      { model: 'a', precision: 'fp16', target: 'webgpu', reason },
      { model: 'b', precision: null, target: 'webgpu', reason },
      { model: 'c', precision: 'int4', target: null, reason: 'needs 80 GB.' },
    ];
    const text = textOf([sampleRow()], leftOut);
    expect(text).toContain(`- Left out: a fp16 on webgpu, b on webgpu: ${reason}.`);
    expect(text).toContain('- Left out: c int4: needs 80 GB.\n');
  });

  it('says once what holds for all rows of a target', () => {
    const other = { ...inSoftware, model: 'other' };
    const failing: Partial<Row> = { provider: 'dml', verdict: 'failed', reasons: ['no driver'] };
    const text = textOf([
      sampleRow(),
      inSoftware,
      other,
      sampleRow(failing),
      sampleRow({ ...failing, model: 'x' }),
    ]);
    expect(text).toContain('- All of webgpu: the adapter is software (google SwiftShader): the processor');
    expect(text).toContain('- All of dml: failed: no driver.');
  });

  it('tells settings of the session from the usual ones in labels', () => {
    const calm = sampleRow({ spinning: false, reasons: ['in 1 of 3 windows it was hot'] });
    const text = textOf([sampleRow(), calm]);
    expect(text).toContain('│ cpu, no spinning │');
    expect(text).toContain('- silero-vad fp32 cpu (no spinning): in 1 of 3 windows');
  });

  it('gives programs the placement under the names of the record', () => {
    const cells = (row: Row) => {
      const [header = '', line = ''] = runCsv(sampleRecord({ rows: [row] })).split('\r\n');
      const names = header.split(',');
      const values = line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/);
      return Object.fromEntries(names.map((name, index) => [name, values[index]]));
    };
    expect(cells(fellBack)).toMatchObject({
      ...{ provider: 'webgpu', unit: '', ranAs: 'cpu', device: 'cpu', spinning: 'true', arena: 'true' },
      ...{ ownShareOfTime: '0.12', ownShareOfNodes: '0.4', tensorsOn: 'host', deviceVerified: 'true' },
      fallbacks: '"Clip on cpu: 1 nodes, 0.5 of the node time; Det on cpu: 1 nodes, 0.38 of the node time"',
    });
    expect(cells(inSoftware)).toMatchObject({ adapterName: 'SwiftShader', adapterKind: 'software' });
    // It never loaded: unknown, and not 0.
    expect(cells(sampleRow({ placement: {}, placementNodes: {} }))).toMatchObject({
      ...{ ownShareOfTime: '', ownShareOfNodes: '', fallbacks: '' },
    });
  });

  it('says the same in Markdown', () => {
    const markdown = runMarkdown(sampleRecord({ rows: [sampleRow(), onCard, fellBack] }));
    expect(markdown).toContain('| webgpu |');
    expect(markdown).toContain('| cpu (via webgpu) |');
    expect(markdown).toContain('| counter | gpu |');
    expect(markdown).toContain('Copies to and from the device are included');
  });
});
