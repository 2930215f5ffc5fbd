import { describe, expect, it } from 'vitest';
import { canonicalText } from '#core/leaderboard/identity.ts';
import { Claimants } from '#core/leaderboard/merge/represent.ts';
import { standingOf } from '#core/leaderboard/merge/standing.ts';
import { isSignature } from '#store/keys/ed25519.ts';
import { sampleLines } from '#test/support/sample-lines.ts';
import { changedLine, madeSigner, revocationLine, signedLine } from '#test/support/merge-lines.ts';

const [{ id, line }] = sampleLines(1, 1) as [ReturnType<typeof sampleLines>[number]];
const [kim, lee] = [madeSigner(1), madeSigner(2)];
const signed = signedLine(line, kim);
const broken = signed.replace(
  /"value":"./,
  (start) => `${start.slice(0, -1)}${start.endsWith('0') ? '1' : '0'}`,
);
const withSignature = (signature: unknown) => canonicalText({ ...JSON.parse(line), signature });
const spaced = (text: string) => ` ${text.replaceAll(',"', ', "')}`;

describe('standingOf', () => {
  it.each([
    ['an unsigned line', line, { kind: 'unsigned' }],
    ['a signed one', signed, { kind: 'signed', publicKey: kim.publicKey }],
    ['one with spaces', spaced(signed), { kind: 'signed', publicKey: kim.publicKey }],
    ['a signature that does not hold', broken, { kind: 'broken' }],
    [
      'contents that have another id',
      signed.replace('"grossJ":0.1045', '"grossJ":0.0001'),
      { kind: 'alone' },
    ],
    ['a field that the id does not cover', line.replace('{', '{"added":1,'), { kind: 'alone' }],
    ['a key named twice', line.replace('{', '{"seed":1,'), { kind: 'alone' }],
    [
      'a key named twice, with a colon written otherwise',
      line.replace('{"', '{"seed":":","'),
      { kind: 'alone' },
    ],
    [
      'a field beside the signature’s three',
      withSignature({ algorithm: 'ed25519', name: 'me' }),
      { kind: 'broken' },
    ],
    ['an algorithm to come', withSignature({ algorithm: 'ml-dsa-44' }), { kind: 'alone' }],
    ['a line without the field', line.replace('"signature":null,', ''), { kind: 'alone' }],
    ['a number without a canonical form', line.replace('{', '{"added":1e999,'), { kind: 'alone' }],
    [
      'a revocation',
      revocationLine(id, '2026-02-01T00:00:00Z', kim),
      { kind: 'signed', publicKey: kim.publicKey },
    ],
    [
      'an unsigned line of version 2',
      changedLine(line, { schema: 'joulemark.submission/2' }),
      { kind: 'unsigned' },
    ],
    [
      'a line of version 2 that is signed in a way we cannot check',
      changedLine(line, { schema: 'joulemark.submission/2', signature: { algorithm: 'ed25519' } }),
      { kind: 'alone' },
    ],
  ])('tells %s', (_what, text, standing) => {
    expect(standingOf(text, isSignature)).toEqual(standing);
  });

  it('does not fail on data that nests too deep', () => {
    const deep = line.replace('{', `{"added":${'['.repeat(1e5)}${']'.repeat(1e5)},`);
    expect(standingOf(deep, isSignature)).toEqual({ kind: 'alone' });
  });
});

describe('Claimants', () => {
  const staying = (...texts: readonly string[]) => {
    const claimants = new Claimants((place) => texts[place]!, isSignature);
    for (const place of texts.keys()) claimants.add(place);
    return claimants.staying().map((place) => texts[place]);
  };

  it('keeps a signed line before an unsigned one, and that before a broken one', () => {
    expect(staying(line, signed, broken)).toEqual([signed]);
    expect(staying(broken, line)).toEqual([line]);
    expect(staying(broken, spaced(broken))).toEqual([spaced(broken)]);
  });

  it('keeps the smallest of those that say the same', () => {
    expect(staying(signed, spaced(signed))).toEqual([spaced(signed)]);
    expect(staying(spaced(line), line)).toEqual([spaced(line)]);
  });

  it('keeps a line of each key, so that nobody takes another’s by signing it anew', () => {
    const byLee = signedLine(line, lee);
    expect(staying(signed, byLee, line)).toEqual([signed, byLee]);
    expect(staying(byLee, signed)).toEqual([byLee, signed]);
  });

  it('keeps what is altered beside what it was made from', () => {
    const altered = line.replace('"grossJ":0.1045', '"grossJ":0.0001');
    expect(staying(altered, line, signed)).toEqual([altered, signed]);
  });
});
