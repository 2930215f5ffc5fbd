import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { submissionId } from '#core/leaderboard/identity.ts';
import { parseLine } from '#core/leaderboard/line.ts';
import { submissionsOf } from '#core/leaderboard/submission.ts';
import { sampleRecord } from '#test/support/sample-record.ts';

const { line, submission } = submissionsOf(sampleRecord()).entries[0]!;

function reasonOf(text: string): string {
  const parsed = parseLine(text);
  return parsed.ok ? 'valid' : parsed.reason;
}

/** The line with changed fields and an id that fits them. */
function relabelled(changes: Record<string, unknown>): string {
  const changed = { ...submission, ...changes };
  return JSON.stringify({ ...changed, id: submissionId(changed) });
}

/** Paths of all leaves of a value, e.g. `['windows', 0, 'energyJ']`. */
function leaves(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.length === 0 ? [path] : entries.flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

describe('parseLine', () => {
  it('takes a line that was written here', () => {
    expect(parseLine(line)).toEqual({ ok: true, submission });
  });

  it('takes the same submission in another order of keys and with spaces', () => {
    const shuffled = JSON.stringify(Object.fromEntries(Object.entries(submission).reverse()), null, 1);
    expect(reasonOf(shuffled.replaceAll('\n', ' '))).toBe('valid');
  });

  it('takes a line with fields of a newer program, which the id covers', () => {
    expect(reasonOf(relabelled({ invented: { later: true } }))).toBe('valid');
    expect(reasonOf(line.replace('{', '{"invented":1,'))).toContain('id does not match');
  });

  it.each([
    ['not json', 'is not JSON'],
    [line.slice(0, 300), 'is torn'],
    [line.replace('{', '{\0'), 'NUL bytes'],
    ['[]', 'not an object'],
    ['null', 'not an object'],
    ['{}', 'has no schema name'],
    ['{"schema":"joulemark.submission/2"}', 'of another version, "joulemark.submission/2"'],
    ['{"schema":"other/1"}', 'of another schema, "other/1"'],
    [JSON.stringify({ ...submission, id: '0'.repeat(64) }), 'id does not match the contents'],
    [relabelled({ tier: 'guess' }), 'at tier:'],
    [relabelled({ results: { ...submission.results, netJ: 'much' } }), 'at results.netJ:'],
    [relabelled({ results: { ...submission.results, netJ: null } }), 'at results.netJ:'],
    [relabelled({ verdict: 'failed' }), 'at verdict:'],
    [relabelled({ comparisonKey: 'x' }), 'comparisonKey does not follow'],
  ])('refuses %.60s', (text, reason) => {
    expect(reasonOf(text)).toContain(reason);
  });

  it('refuses data too deep to have a canonical form', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(reasonOf(line.replace('{', `{"deep":${deep},`))).not.toBe('valid');
  });

  it('refuses numbers beyond the finite ones', () => {
    expect(reasonOf(line.replace('{', '{"huge":1e999,'))).toContain('no canonical form');
  });

  it('does not repeat control characters or long texts from the file', () => {
    const reason = reasonOf(JSON.stringify({ schema: `\u001b[31m${'x'.repeat(5000)}` }));
    expect(reason).not.toContain('\u001b');
    expect(reason.length).toBeLessThan(200);
  });

  it('notices a change of any one value', () => {
    const paths = leaves(submission).filter(([top]) => top !== 'id' && top !== 'signature');
    expect(paths.length).toBeGreaterThan(80);
    for (const path of paths) {
      const altered = structuredClone(submission) as unknown;
      let holder = altered as Record<string | number, unknown>;
      for (const key of path.slice(0, -1)) holder = holder[key] as Record<string | number, unknown>;
      const last = path.at(-1)!;
      holder[last] = typeof holder[last] === 'number' ? (holder[last] as number) + 1 : 'altered';
      expect(reasonOf(JSON.stringify(altered)), path.join('.')).not.toBe('valid');
    }
  });

  it('never throws and never takes a damaged line', () => {
    const cut = fc.nat(line.length - 1).map((at) => line.slice(0, at));
    const holed = fc
      .tuple(fc.nat(line.length - 2), fc.integer({ min: 1, max: 40 }))
      .map(([at, length]) => line.slice(0, at) + line.slice(at + length));
    const anything = fc.oneof(fc.string(), fc.json(), cut, holed);
    fc.assert(
      fc.property(anything, (text) => {
        expect(parseLine(text).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
