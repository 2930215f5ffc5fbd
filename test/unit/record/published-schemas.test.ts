/** docs/schemas holds what the code says. After a change of a schema: `npx vitest run test/unit/record -u`. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { REVOCATION_DESCRIPTIONS, SUBMISSION_DESCRIPTIONS } from '#core/leaderboard/descriptions.ts';
import { revocationJsonSchema, submissionJsonSchema } from '#core/leaderboard/json-schema.ts';
import { revocationOf } from '#core/leaderboard/revocation.ts';
import { signatureOf } from '#core/leaderboard/signature.ts';
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
    await expect(text(revocationJsonSchema())).toMatchFileSnapshot(
      '../../../docs/schemas/revocation-1.schema.json',
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

/** Dotted paths of all fields, `[]` for the elements of a list. */
function fieldsOf(node: unknown, path = ''): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { properties, items, anyOf, oneOf } = node as Record<string, unknown>;
  const own = Object.entries(properties ?? {}).flatMap(([name, field]) => {
    const at = path === '' ? name : `${path}.${name}`;
    return [at, ...fieldsOf(field, at)];
  });
  const choices = [anyOf, oneOf].flatMap((parts) => (Array.isArray(parts) ? parts : []));
  return [...own, ...choices.flatMap((part) => fieldsOf(part, path)), ...fieldsOf(items, `${path}[]`)];
}

describe('the published schemas of lines', () => {
  it.each([
    ['a submission', submissionJsonSchema(), SUBMISSION_DESCRIPTIONS],
    ['a revocation', revocationJsonSchema(), REVOCATION_DESCRIPTIONS],
  ])('say of each field of %s what it means', (_what, schema, descriptions) => {
    expect([...new Set(fieldsOf(schema))].sort()).toEqual(Object.keys(descriptions).sort());
    const published = JSON.stringify(schema);
    for (const sentence of Object.values(descriptions)) expect(published).toContain(JSON.stringify(sentence));
  });

  const signer = { publicKey: '0'.repeat(64), sign: () => '1'.repeat(128) };
  const [entry] = submissionsOf(sampleRecord()).entries;
  const submission = JSON.parse(entry!.line) as Record<string, unknown>;
  const signature = signatureOf(String(submission['schema']), entry!.id, signer);

  it.each([
    ['a signature of the known algorithm', signature, true],
    ['one without its value', { ...signature, value: undefined }, false],
    ['one of another form', { ...signature, publicKey: 'AA' }, false],
    ['one with a field that nothing covers', { ...signature, name: 'me' }, false],
    ['one of an algorithm to come, whatever it holds', { algorithm: 'ml-dsa-44', key: [1] }, true],
  ])('judge %s', (_what, given, expected) => {
    const isSubmission = validatorOf(submissionJsonSchema());
    expect(isSubmission(JSON.parse(JSON.stringify({ ...submission, signature: given })))).toBe(expected);
  });

  it('take a revocation, and neither an unsigned one nor a submission', () => {
    const isRevocation = validatorOf(revocationJsonSchema());
    const revocation = revocationOf(entry!.id, '2026-02-01T00:00:00Z', 'wrong model', signer);
    expect([isRevocation(revocation), isRevocation.errors]).toEqual([true, null]);
    expect(isRevocation({ ...revocation, signature: null })).toBe(false);
    expect(isRevocation(submission)).toBe(false);
  });
});

it('are shipped: in the npm package and in the app', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { files: string[] };
  expect(manifest.files).toContain('docs/schemas');
  expect(readFileSync('electron-builder.yml', 'utf8')).toContain('\n  - docs/schemas/*.json\n');
});
