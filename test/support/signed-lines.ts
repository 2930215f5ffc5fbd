/** Lines with a signature, by keys that are made for the occasion. */
import { generateKeyPairSync } from 'node:crypto';
import { canonicalText, submissionId } from '#core/leaderboard/identity.ts';
import { SUBMISSION_SCHEMA } from '#core/leaderboard/schema.ts';
import { signatureOf, type Signer } from '#core/leaderboard/signature.ts';
import { signerOf } from '#store/keys/ed25519.ts';

export function newSigner(): Signer {
  return signerOf(generateKeyPairSync('ed25519').privateKey);
}

/** With the id that follows from the contents; `signer` null: unsigned. */
export function lineBy(signer: Signer | null, contents: Readonly<Record<string, unknown>>): string {
  const id = submissionId(contents);
  const signature = signer === null ? null : signatureOf(SUBMISSION_SCHEMA, id, signer);
  return canonicalText({ ...contents, id, signature });
}
