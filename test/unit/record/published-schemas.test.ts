/** docs/schemas holds what the code says. After a change of a schema: `npx vitest run test/unit/record -u`. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { submissionJsonSchema } from '#core/leaderboard/json-schema.ts';
import { submissionsOf } from '#core/leaderboard/submission.ts';
import { recordJsonSchema } from '#core/record/json-schema.ts';
import { sampleRecord } from '#test/support/sample-record.ts';

const validatorOf = (schema: Record<string, unknown>) =>
  new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
const text = (schema: Record<string, unknown>) => `${JSON.stringify(schema, null, 2)}\n`;

describe('the published JSON Schemas', () => {
  it('are those of the code', async () => {
    await expect(text(recordJsonSchema())).toMatchFileSnapshot('../../../docs/schemas/record-1.schema.json');
    await expect(text(submissionJsonSchema())).toMatchFileSnapshot(
      '../../../docs/schemas/submission-1.schema.json',
    );
  });

  it('take a record and its submissions', () => {
    const record = sampleRecord();
    const isRecord = validatorOf(recordJsonSchema());
    expect([isRecord(record), isRecord.errors]).toEqual([true, null]);
    const isSubmission = validatorOf(submissionJsonSchema());
    for (const { line } of submissionsOf(record).entries) {
      expect([isSubmission(JSON.parse(line)), isSubmission.errors]).toEqual([true, null]);
    }
  });

  it.each(['netJ', 'grossJ', 'ci95', 'tier', 'verdict', 'latencyMs', 'placement', 'modelSha256', 'windows'])(
    'ask for %s in each row',
    (field) => {
      const [row] = sampleRecord().rows;
      const without = Object.fromEntries(Object.entries(row!).filter(([key]) => key !== field));
      expect(validatorOf(recordJsonSchema())({ ...sampleRecord(), rows: [without] })).toBe(false);
    },
  );

  it('take fields of a newer program, but no other schema', () => {
    const isRecord = validatorOf(recordJsonSchema());
    expect(isRecord({ ...sampleRecord(), invented: true })).toBe(true);
    expect(isRecord({ ...sampleRecord(), schema: 'joulemark.record/2' })).toBe(false);
  });
});
