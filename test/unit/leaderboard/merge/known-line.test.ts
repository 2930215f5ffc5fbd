import { describe, expect, it } from 'vitest';
import { isConflictMarker } from '#core/leaderboard/merge/conflict-marker.ts';
import { knownLine } from '#core/leaderboard/merge/known-line.ts';
import { hasRepeatedKey } from '#core/leaderboard/repeated-key.ts';

const ID = 'a'.repeat(64);
const text = (fields: Readonly<Record<string, unknown>>) => JSON.stringify(fields);

describe('knownLine', () => {
  it.each([
    ['joulemark.submission/1', 'startedAt', 'submission'],
    ['joulemark.submission/2', 'startedAt', 'submission'],
    ['joulemark.submission/2-beta', 'startedAt', 'submission'],
    ['joulemark.revocation/1', 'revokedAt', 'revocation'],
    ['joulemark.revocation/9', 'revokedAt', 'revocation'],
  ])('takes a line of %s', (schema, time, kind) => {
    const line = text({ schema, id: ID, [time]: '2026-01-31T08:30:00.250Z' });
    expect(knownLine(line)).toEqual({ kind, id: ID, timeMs: Date.UTC(2026, 0, 31, 8, 30, 0, 250) });
  });

  it.each([
    ['another schema', text({ schema: 'joulemark.record/1', id: ID })],
    ['no schema', text({ id: ID })],
    ['no id', text({ schema: 'joulemark.submission/1' })],
    ['an id of another form', text({ schema: 'joulemark.submission/1', id: 'A'.repeat(64) })],
    ['a list', '[]'],
    ['null', 'null'],
    ['half a line', '{"schema":"joulemark.submission/1"'],
    ['nothing', ''],
  ])('does not take %s', (_what, line) => {
    expect(knownLine(line)).toBeNull();
  });

  it.each([
    '2026-01-31T08:30:00',
    '2026-01-31',
    'Sat Jan 31 2026',
    '2026-13-45T08:30:00Z',
    5,
    null,
    undefined,
  ])('puts a time that is none or depends on the machine, %s, behind all others', (startedAt) => {
    const line = text({ schema: 'joulemark.submission/2', id: ID, startedAt });
    expect(knownLine(line)?.timeMs).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('isConflictMarker', () => {
  it.each(['<<<<<<< HEAD', '<<<<<<<', '||||||| 1a2b3c4', '=======', '>>>>>>> theirs', '>>>>>>> a b c'])(
    'knows %s',
    (line) => expect(isConflictMarker(line)).toBe(true),
  );
  it.each(['<<<<<<', '<<<<<<<<', '<<<<<<<HEAD', '======= x', ' =======', '{"a":"======="}', ''])(
    'leaves "%s" alone',
    (line) => expect(isConflictMarker(line)).toBe(false),
  );
});

describe('hasRepeatedKey', () => {
  it.each([
    ['{"a":1,"a":2}', true],
    ['{"a":{"b":1,"b":2}}', true],
    ['[{"a":1},{"a":2}]', false],
    ['{ "a" : 1, "b" : [ {"a": "x"} ] }', false],
    ['{ "a":"\\"b\\":", "c":[":",":"] }', false],
    ['{"a":1,"\\u0061":2}', true],
    // What one key more adds, a string that looks like a key must not hide.
    ['{"a":1,"a":2,"list":["x","\\u003a"]}', true],
  ])('of %s is %s', (json, expected) => {
    expect(hasRepeatedKey(json, JSON.parse(json))).toBe(expected);
  });
});
