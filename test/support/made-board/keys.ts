/** Made keys: they follow from a number, so that a board can be made again with the same signatures. */
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { Signer } from '#core/leaderboard/signature.ts';

/** PKCS #8 of an Ed25519 key (RFC 8410), before its 32 bytes. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

const signers = new Map<string, Signer>();

/** The key of one made machine. Nobody's secret: whoever has the seed has it. */
export function madeSigner(seed: number, machine: number): Signer {
  const name = `${seed}/${machine}`;
  const known = signers.get(name);
  if (known !== undefined) return known;
  const secret = createHash('sha256').update(`made board key ${name}`).digest();
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, secret]), format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  const signer: Signer = {
    publicKey: Buffer.from(x ?? '', 'base64url').toString('hex'),
    sign: (message) => sign(null, message, key).toString('hex'),
  };
  signers.set(name, signer);
  return signer;
}
