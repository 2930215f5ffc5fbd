/** Entries of imported models for tests: valid, small, and of a file that is not there. */
import { ENTRY_SCHEMA, type ImportEntry } from '#catalogue/import/entry.ts';

export function sampleEntry(changes: Partial<ImportEntry> = {}): ImportEntry {
  return {
    schema: ENTRY_SCHEMA,
    id: 'sample',
    path: '/nowhere/sample.onnx',
    dataFiles: [],
    sha256: 'c'.repeat(64),
    inputs: [{ name: 'x', type: 'float32', dims: [1, 4], meaning: 'as the file states' }],
    source: { kind: 'seeded', seed: 1, values: { x: { kind: 'normal' } } },
    classOutput: null,
    minSqnrDb: null,
    cost: null,
    precisions: ['fp32', 'int8-dynamic'],
    ...changes,
  };
}
