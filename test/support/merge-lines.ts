/** Lines that keys made for the test have signed. */
import { createPrivateKey } from 'node:crypto';
import { canonicalText, submissionId } from '#core/leaderboard/identity.ts';
import { revocationOf } from '#core/leaderboard/revocation.ts';
import { signatureOf, type Signer } from '#core/leaderboard/signature.ts';
import { signerOf } from '#store/keys/ed25519.ts';

/** What stands before the 32 secret bytes in PKCS #8 (RFC 8410). */
const PKCS8_PREFIX = '302e020100300506032b657004220420';

/** The same key for the same number, in every run. */
export function madeSigner(number: number): Signer {
  const der = Buffer.from(PKCS8_PREFIX + number.toString(16).padStart(64, '0'), 'hex');
  return signerOf(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
}

/** The line with the signature in place of what it had; its id stays. */
export function signedLine(line: string, signer: Signer): string {
  const fields = JSON.parse(line) as Record<string, unknown>;
  const signature = signatureOf(String(fields['schema']), String(fields['id']), signer);
  return canonicalText({ ...fields, signature });
}

/** Another line: with other fields, and the id that follows from them. */
export function changedLine(line: string, changes: Readonly<Record<string, unknown>>): string {
  const fields = { ...(JSON.parse(line) as Record<string, unknown>), ...changes };
  return canonicalText({ ...fields, id: submissionId(fields) });
}

export function revocationLine(id: string, revokedAt: string, signer: Signer): string {
  return canonicalText(revocationOf(id, revokedAt, 'measured on battery', signer));
}
