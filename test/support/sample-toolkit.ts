/** What the toolkit tells of variants, imports and rewritten files, for tests: valid, small, and made up. */
import type { ImportReport } from '#core/imported.ts';
import type { QuantizeReport } from '#core/quantize-report.ts';
import type { Fidelity } from '#core/record/schema.ts';
import type { VariantRow, VariantTable } from '#core/variant-table.ts';

export function sampleFidelity(changes: Partial<Fidelity> = {}): Fidelity {
  return {
    inputs: 32,
    cosine: 0.9991,
    sqnrDb: 27.25,
    maxAbsError: 0.0312,
    top1Agreement: null,
    task: { passed: true, detail: 'heard the speech' },
    bounds: { minSqnrDb: 20, minTop1Agreement: null },
    holds: true,
    shortfalls: [],
    ...changes,
  };
}

export function sampleVariantRow(changes: Partial<VariantRow> = {}): VariantRow {
  return {
    model: 'silero-vad',
    kind: 'trained',
    precision: 'int8-dynamic',
    bytes: 1_770_000,
    sha256: 'd'.repeat(64),
    changed: 8,
    left: 4,
    leftReasons: [
      { op: 'Conv', reason: 'too small', count: 3, nodes: ['a', 'b', 'c'] },
      { op: 'LSTM', reason: 'not made', count: 1, nodes: ['d'] },
    ],
    madeInS: 0.82,
    fidelity: sampleFidelity(),
    fault: null,
    ...changes,
  };
}

export function sampleVariants(): VariantTable {
  const exact = sampleFidelity({ cosine: 1, sqnrDb: null, maxAbsError: 0, bounds: null, holds: true });
  const made = { changed: null, left: null, leftReasons: [], madeInS: null };
  return {
    software: { joulemark: '9.8.7', onnxruntime: '1.30.0' },
    integerWeights: 'uint8',
    rows: [
      sampleVariantRow({ precision: 'fp32', bytes: 2_330_000, fidelity: exact, ...made }),
      sampleVariantRow(),
    ],
    leftOut: [{ model: 'silero-vad', precision: 'int4', why: 'it has no matrix' }],
  };
}

export function sampleImport(changes: Partial<ImportReport> = {}): ImportReport {
  return {
    id: 'sample',
    path: '/models/sample.onnx',
    dataFiles: [],
    sha256: 'e'.repeat(64),
    bytes: 4_200_000,
    irVersion: 8,
    operatorSets: ['ai.onnx 17'],
    operators: [
      { op: 'MatMul', count: 3 },
      { op: 'com.example.Magic', count: 1 },
    ],
    parameters: 1_050_000,
    cost: { macs: 1_050_000, parameters: 1_050_000, bytes: 4_200_000 },
    inputs: [
      {
        spec: { name: 'ids', type: 'int64', dims: [1, 128], meaning: 'as the file states' },
        fileDims: 'batch, seq',
        choices: ['1 ("batch": one sample at a time)', '128 ("seq": a sequence of 128)'],
        values: 'rows of a table of 50',
      },
    ],
    defaulted: [],
    outputs: [{ name: 'logits', type: 'float32', dims: [1, 10] }],
    classOutput: 'logits',
    bounds: null,
    source: 'made from seed 1',
    compared: 32,
    calibrating: 32,
    precisions: [
      { precision: 'fp16', applies: true, detail: 'changes 3 nodes' },
      { precision: 'pruned-25', applies: false, detail: 'nothing can be pruned' },
    ],
    warnings: [],
    ...changes,
  };
}

export function sampleQuantize(changes: Partial<QuantizeReport> = {}): QuantizeReport {
  return {
    input: '/models/in.onnx',
    output: '/models/out.onnx',
    dataFiles: [],
    sha256: 'f'.repeat(64),
    precision: 'int8-static',
    bytesBefore: 4_000_000,
    bytesAfter: 1_010_000,
    madeInS: 1.26,
    changed: [{ op: 'Conv', reason: 'int8 weights, a scale a channel', count: 5, nodes: ['c1', 'c2', 'c3'] }],
    left: [{ op: 'Gemm', reason: 'it has 10 … 40 weights', count: 2, nodes: ['g1', 'g2'] }],
    calibratedOn: '32 of the 64 given inputs',
    comparedOn: '32 of the 64 given inputs',
    agreement: { inputs: 32, cosine: 0.9998, sqnrDb: 34.6, maxAbsError: 0.034, top1Agreement: 0.96875 },
    warnings: [],
    ...changes,
  };
}
