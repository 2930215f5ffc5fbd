import { expect, it } from 'vitest';
import { importedModel } from '#catalogue/import/imported-model.ts';
import { DEFAULT_REQUEST } from '#core/run-request.ts';
import { leftOutNotices } from '#runner/configurations.ts';
import { sampleEntry } from '#test/support/sample-entry.ts';

const models = [
  importedModel(sampleEntry({ id: 'some', precisions: ['fp32', 'int8-dynamic'] })),
  importedModel(sampleEntry({ id: 'all', precisions: ['fp32', 'int8-dynamic', 'int4'] })),
];

it('says which of the asked precisions each model lacks, and nothing where none was asked for', () => {
  expect(leftOutNotices({ ...DEFAULT_REQUEST, precisions: ['fp32', 'int4', 'fp16'] }, models)).toEqual([
    'some does not come in int4, fp16: left out. "joulemark models variants some" says why.',
    'all does not come in fp16: left out. "joulemark models variants all" says why.',
  ]);
  expect(leftOutNotices(DEFAULT_REQUEST, models)).toEqual([]);
});
