import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText, submissionId } from '#core/leaderboard/identity.ts';

const object = () => fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }));
const reversed = (value: Record<string, unknown>) => Object.fromEntries(Object.entries(value).reverse());

describe('canonicalText', () => {
  it('follows the example of RFC 8785, section 3.2.2', () => {
    const input = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`);
    expect(canonicalText(input)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code units, as section 3.2.3 asks', () => {
    const keys = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 };
    const values = [...canonicalText(keys).matchAll(/:(\d)/g)].map(([, value]) => Number(value));
    expect(values).toEqual([2, 4, 6, 7, 1, 5, 3]);
  });

  it('is one line of JSON that means the same', () => {
    fc.assert(
      fc.property(object(), (value) => {
        const text = canonicalText(value);
        expect(text).not.toMatch(/[\r\n]/);
        // JSON knows no negative zero.
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('submissionId', () => {
  it('is the SHA-256 of the canonical text without id and signature', () => {
    const expected = createHash('sha256').update('{"a":1,"b":"ü"}', 'utf8').digest('hex');
    expect(submissionId({ b: 'ü', id: 'x', a: 1, signature: { algorithm: 'y' } })).toBe(expected);
  });

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(object(), (value) => {
        expect(submissionId(reversed(value))).toBe(submissionId(value));
      }),
    );
  });

  it('differs when any value differs', () => {
    fc.assert(
      fc.property(object(), fc.string(), fc.integer(), (value, key, number) => {
        fc.pre(key !== 'id' && key !== 'signature' && key !== '__proto__' && value[key] !== number);
        expect(submissionId({ ...value, [key]: number })).not.toBe(submissionId(value));
      }),
    );
  });
});
