import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { revokedIds } from '#core/leaderboard/revoked.ts';
import { isSignature } from '#store/keys/ed25519.ts';
import { madeSigner } from '#test/support/made-keys.ts';
import { sampleRevocation, signedEntry } from '#test/support/sample-signed.ts';

const [own, foreign] = [madeSigner(1), madeSigner(2)];
const { id } = signedEntry(own);
const signers = new Map([[id, own.publicKey]]);

describe('revokedIds', () => {
  it('holds what its own key took back', () => {
    const revocation = sampleRevocation(id);
    expect(revokedIds(signers, [revocation], isSignature)).toEqual(new Map([[id, revocation]]));
  });

  it('minds no other key, no unsigned submission and no other submission', () => {
    expect(revokedIds(signers, [sampleRevocation(id, foreign)], isSignature)).toEqual(new Map());
    expect(revokedIds(new Map(), [sampleRevocation(id)], isSignature)).toEqual(new Map());
    expect(revokedIds(signers, [sampleRevocation('b'.repeat(64))], isSignature)).toEqual(new Map());
  });

  it('minds no signature that does not hold', () => {
    const revocation = sampleRevocation(id);
    const forged = {
      ...revocation,
      signature: { ...sampleRevocation(id, foreign).signature, publicKey: own.publicKey },
    };
    const moved = { ...sampleRevocation('b'.repeat(64)), submissionId: id, id: 'c'.repeat(64) };
    expect(revokedIds(signers, [forged, moved], isSignature)).toEqual(new Map());
  });

  it('takes no signature of a submission for one of a revocation', () => {
    const { signature } = signedEntry(own).submission;
    const passedOff = { ...sampleRevocation(id), id, signature: signature as never };
    expect(revokedIds(signers, [passedOff], isSignature)).toEqual(new Map());
  });

  it('gives the earliest of several, in whatever order they come', () => {
    const times = [
      '2026-02-01T00:00:00Z',
      '2026-02-01T00:00:00.000Z',
      '2026-03-01T00:00:00Z',
      '2026-04-01T00:00:00Z',
    ];
    const revocations = times.map((at) => sampleRevocation(id, own, at));
    const earliest = revocations.slice(0, 2).sort((a, b) => (a.id < b.id ? -1 : 1))[0];
    fc.assert(
      fc.property(fc.shuffledSubarray(revocations, { minLength: 4 }), (shuffled) => {
        expect(revokedIds(signers, shuffled, isSignature).get(id)).toEqual(earliest);
      }),
    );
  });

  it('asks all of those who signed a submission', () => {
    const both = new Map([[id, [own.publicKey, foreign.publicKey]]]);
    const [mine, theirs] = [sampleRevocation(id), sampleRevocation(id, foreign, '2026-03-01T00:00:00Z')];
    expect(revokedIds(both, [mine], isSignature)).toEqual(new Map());
    expect(revokedIds(both, [theirs], isSignature)).toEqual(new Map());
    expect(revokedIds(both, [theirs, mine], isSignature)).toEqual(new Map([[id, mine]]));
  });
});
