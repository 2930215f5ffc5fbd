/** Keys for tests: real, each number another one, the same at each run. */
import { createPrivateKey } from 'node:crypto';
import type { Signer } from '#core/leaderboard/signature.ts';
import { signerOf } from '#store/keys/ed25519.ts';

/** What stands before the 32 bytes of a secret key in its PKCS #8 form (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** `secretKey`: 32 bytes. */
export function signerOfBytes(secretKey: Buffer): Signer {
  const der = Buffer.concat([PKCS8_PREFIX, secretKey]);
  return signerOf(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
}

export function madeSigner(number: number): Signer {
  return signerOfBytes(Buffer.alloc(32, number));
}
