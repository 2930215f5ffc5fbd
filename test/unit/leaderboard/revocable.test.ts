import { describe, expect, it } from 'vitest';
import { judgeRevocable } from '#core/leaderboard/revocable.ts';
import type { Submission } from '#core/leaderboard/schema.ts';
import { isSignature } from '#store/keys/ed25519.ts';
import { madeSigner } from '#test/support/made-keys.ts';
import { sampleRevocation, signedEntry } from '#test/support/sample-signed.ts';

const [own, foreign] = [madeSigner(1), madeSigner(2)];
const mine = { lineNumber: 2, submission: signedEntry(own).submission };
const theirs = { lineNumber: 1, submission: signedEntry(foreign).submission };
const bare = { lineNumber: 3, submission: signedEntry(null).submission };
const { id } = mine.submission;

const judge = (lines: (typeof mine)[], revocations: ReturnType<typeof sampleRevocation>[] = []) =>
  judgeRevocable(lines, revocations, own.publicKey, isSignature);

describe('judgeRevocable', () => {
  it('lets a key take back what it signed, also where others copied the line', () => {
    expect(judge([mine])).toEqual({ kind: 'revocable', found: mine });
    expect(judge([theirs, bare, mine])).toEqual({ kind: 'revocable', found: mine });
  });

  it('tells who signed it, or that nobody did, or that the signature is broken', () => {
    expect(judge([bare, theirs])).toEqual({
      kind: 'signed-by-other',
      found: theirs,
      publicKey: foreign.publicKey,
    });
    expect(judge([bare])).toEqual({ kind: 'unsigned', found: bare });
    const { signature } = signedEntry(own, 5).submission;
    const broken = { lineNumber: 4, submission: { ...mine.submission, signature } };
    expect(judge([bare, broken])).toEqual({ kind: 'broken-signature', found: broken });
  });

  it('takes a signature by an algorithm that it does not know for one that does not hold', () => {
    const submission: Submission = { ...mine.submission, signature: { algorithm: 'future-1' } };
    expect(judge([{ lineNumber: 1, submission }])).toMatchObject({ kind: 'broken-signature' });
  });

  it('knows what was revoked by the own key already, and only by that', () => {
    const revocation = sampleRevocation(id);
    expect(judge([mine], [revocation])).toEqual({ kind: 'revoked', found: mine, revocation });
    expect(judge([mine], [sampleRevocation(id, foreign)])).toEqual({ kind: 'revocable', found: mine });
  });

  it('lets nobody revoke where there is no key', () => {
    expect(judgeRevocable([mine], [], null, isSignature)).toMatchObject({ kind: 'signed-by-other' });
  });
});
