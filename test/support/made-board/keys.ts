/** Made keys: they follow from a number, so that a board can be made again with the same signatures. */
import { createHash, createPrivateKey } from 'node:crypto';
import type { Signer } from '#core/leaderboard/signature.ts';
import { signerOf } from '#store/keys/ed25519.ts';

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
  const signer = signerOf(key);
  signers.set(name, signer);
  return signer;
}
