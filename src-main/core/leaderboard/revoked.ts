/** Which submissions have been taken back. */
import { isSignedRevocation, type Revocation } from './revocation.ts';
import type { SignatureCheck } from './signature.ts';

/**
 * The submissions that are revoked, each with its earliest valid revocation; whatever the order of the
 * revocations, the result is the same.
 *
 * `signers`: submission id → the key (hex) whose signature of it holds, or all such keys where lines of one id
 * were signed by several. A submission without one is left out, as nobody can revoke it. A revocation counts
 * only with a valid signature by such a key. Where several keys have signed, all of them must have revoked:
 * anybody can sign a copy of a line with a key of their own, and must neither be able to take back what
 * others stand for nor have it taken back what they stand for themselves.
 */
export function revokedIds(
  signers: ReadonlyMap<string, string | readonly string[]>,
  revocations: Iterable<Revocation>,
  isSignature: SignatureCheck,
): Map<string, Revocation> {
  const byKey = new Map<string, Map<string, Revocation>>();
  for (const revocation of revocations) {
    const { submissionId, signature } = revocation;
    if (!keysOf(signers, submissionId).includes(signature.publicKey)) continue;
    const former = byKey.get(submissionId)?.get(signature.publicKey);
    if (former !== undefined && !isBefore(revocation, former)) continue;
    if (!isSignedRevocation(revocation, isSignature)) continue;
    const ofSubmission = byKey.get(submissionId) ?? new Map<string, Revocation>();
    byKey.set(submissionId, ofSubmission.set(signature.publicKey, revocation));
  }
  const revoked = new Map<string, Revocation>();
  for (const [id, ofSubmission] of byKey) {
    if (!keysOf(signers, id).every((key) => ofSubmission.has(key))) continue;
    revoked.set(
      id,
      [...ofSubmission.values()].reduce((a, b) => (isBefore(b, a) ? b : a)),
    );
  }
  return revoked;
}

function keysOf(signers: ReadonlyMap<string, string | readonly string[]>, id: string): readonly string[] {
  const keys = signers.get(id) ?? [];
  return typeof keys === 'string' ? [keys] : keys;
}

/** By the time that it states, then by id, so that no order in the file decides. */
function isBefore(a: Revocation, b: Revocation): boolean {
  const difference = Date.parse(a.revokedAt) - Date.parse(b.revokedAt);
  return difference === 0 ? a.id < b.id : difference < 0;
}
