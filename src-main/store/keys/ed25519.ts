/** Node's Ed25519 behind the core's ports. Raw keys are hex, as they stand in a line. */
import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import type { SignatureCheck, Signer } from '#core/leaderboard/signature.ts';

/** What stands before the 32 bytes of a raw key in its SPKI form (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

const PUBLIC_KEY = /^[0-9a-f]{64}$/;
const SIGNATURE = /^[0-9a-f]{128}$/;

/** Public keys of a board are few and come often; reading one costs about as much as a check. */
const MAX_KNOWN_KEYS = 1000;
const knownKeys = new Map<string, KeyObject | null>();

/** `secretKey`: a private Ed25519 key; any other is a fault of the caller. */
export function signerOf(secretKey: KeyObject): Signer {
  if (secretKey.type !== 'private' || secretKey.asymmetricKeyType !== 'ed25519') {
    throw new TypeError('a signer needs a private Ed25519 key');
  }
  return {
    publicKey: rawPublicKey(secretKey),
    sign: (message) => sign(null, message, secretKey).toString('hex'),
  };
}

/** True where the signature holds; whatever is malformed is false and never throws. */
export const isSignature: SignatureCheck = (publicKey, message, value) => {
  if (!SIGNATURE.test(value)) return false;
  const key = keyOf(publicKey);
  return key !== null && verify(null, message, key, Buffer.from(value, 'hex'));
};

function rawPublicKey(secretKey: KeyObject): string {
  const spki = createPublicKey(secretKey).export({ format: 'der', type: 'spki' });
  return spki.subarray(SPKI_PREFIX.length).toString('hex');
}

/** null: no key. */
function keyOf(publicKey: string): KeyObject | null {
  const known = knownKeys.get(publicKey);
  if (known !== undefined) return known;
  const key = PUBLIC_KEY.test(publicKey) ? readKey(publicKey) : null;
  if (knownKeys.size >= MAX_KNOWN_KEYS) knownKeys.clear();
  knownKeys.set(publicKey, key);
  return key;
}

/** null: 32 bytes that the library does not take for a point of the curve. */
function readKey(publicKey: string): KeyObject | null {
  const der = Buffer.concat([SPKI_PREFIX, Buffer.from(publicKey, 'hex')]);
  try {
    return createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
