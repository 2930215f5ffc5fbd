/** A line that takes a submission back: nothing is deleted, and only the key that signed it can do so. */
import { z } from 'zod';
import { canonicalText, submissionId } from './identity.ts';
import {
  signatureOf,
  signatureSchema,
  signedMessage,
  type SignatureCheck,
  type Signer,
} from './signature.ts';

export const REVOCATION_FAMILY = 'joulemark.revocation/';
export const REVOCATION_SCHEMA = `${REVOCATION_FAMILY}1`;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const revocationSchema = z.object({
  schema: z.literal(REVOCATION_SCHEMA),
  /** SHA-256 (hex) of the RFC 8785 form of all the rest but `id` and `signature`. */
  id: sha256,
  submissionId: sha256,
  revokedAt: z.iso.datetime(),
  /** In the words of whoever revokes; may be empty. */
  reason: z.string().max(500),
  signature: signatureSchema,
});
export type Revocation = z.infer<typeof revocationSchema>;

/** `revokedAt` as ISO 8601 in UTC. */
export function revocationOf(
  revokedId: string,
  revokedAt: string,
  reason: string,
  signer: Signer,
): Revocation {
  const payload = { schema: REVOCATION_SCHEMA, submissionId: revokedId, revokedAt, reason } as const;
  const id = submissionId(payload);
  return { ...payload, id, signature: signatureOf(REVOCATION_SCHEMA, id, signer) };
}

/** As it stands in a leaderboard file, without the line break. */
export function revocationLine(revocation: Revocation): { readonly id: string; readonly line: string } {
  return { id: revocation.id, line: canonicalText(revocation) };
}

/** Whether the key that it names has signed it; whether that key may revoke follows from the submission. */
export function isSignedRevocation(revocation: Revocation, isSignature: SignatureCheck): boolean {
  const { id, signature } = revocation;
  return isSignature(signature.publicKey, signedMessage(REVOCATION_SCHEMA, id), signature.value);
}
