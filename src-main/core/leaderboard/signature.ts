/** Who stands for a line: an Ed25519 signature of its id, and with it of all its contents. */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';

export const SIGNATURE_ALGORITHM = 'ed25519';

/** RFC 8032: 32 bytes of public key and 64 of signature, in hex. */
export const signatureSchema = z.object({
  algorithm: z.literal(SIGNATURE_ALGORITHM),
  publicKey: z.string().regex(/^[0-9a-f]{64}$/),
  value: z.string().regex(/^[0-9a-f]{128}$/),
});
export type Signature = z.infer<typeof signatureSchema>;

/** The key of one installation. What holds the secret half stays outside the core. */
export interface Signer {
  /** Hex, as in `signatureSchema`. */
  readonly publicKey: string;
  /** Deterministic: the same message has the same signature (hex). */
  sign(message: Uint8Array): string;
}

/** True where `value` is the key's signature of `message`; false for whatever else, malformed keys included. */
export type SignatureCheck = (publicKey: string, message: Uint8Array, value: string) => boolean;

/**
 * What is signed: the name of the line's schema and its id, which is the hash of all the rest. The name keeps
 * a signature of one kind of line from serving for another.
 */
export function signedMessage(schema: string, id: string): Uint8Array {
  return utf8ToBytes(`${schema} ${id}`);
}

/** The id does not cover the signature: nothing may hide beside its three fields. */
const wholeSignatureSchema = signatureSchema.strict();

export type SignatureState =
  | { readonly kind: 'holds'; readonly publicKey: string }
  /** `malformed`: it has not the form of one. `broken`: another key made it, or for another line. */
  | { readonly kind: 'malformed' | 'broken' };

/** Of a line that has a signature. It says nothing of whether the line has the id that it claims. */
export function signatureState(
  { schema, id, signature }: { readonly schema: string; readonly id: string; readonly signature: unknown },
  isSignature: SignatureCheck,
): SignatureState {
  const parsed = wholeSignatureSchema.safeParse(signature);
  if (!parsed.success) return { kind: 'malformed' };
  const { publicKey, value } = parsed.data;
  return isSignature(publicKey, signedMessage(schema, id), value)
    ? { kind: 'holds', publicKey }
    : { kind: 'broken' };
}

export function signatureOf(schema: string, id: string, signer: Signer): Signature {
  const value = signer.sign(signedMessage(schema, id));
  return { algorithm: SIGNATURE_ALGORITHM, publicKey: signer.publicKey, value };
}
