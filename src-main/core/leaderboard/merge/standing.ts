/** Which lines of one id stand for one another, so that one of them is enough. */
import { isJsonObject, parseJsonObject } from '../../json.ts';
import { submissionId } from '../identity.ts';
import { hasRepeatedKey } from '../repeated-key.ts';
import { REVOCATION_SCHEMA } from '../revocation.ts';
import { SUBMISSION_SCHEMA } from '../schema.ts';
import { SIGNATURE_ALGORITHM, signatureState, type SignatureCheck } from '../signature.ts';

/**
 * - `signed`: the contents have this id, and the key's signature of it holds.
 * - `unsigned`: the contents have this id, and nobody stands for them.
 * - `broken`: the contents have this id, but the signature does not hold.
 * - `alone`: it claims the id and is not known to be the same (altered, or of a version with other rules), so that
 *   no other line can stand for it, nor it for another.
 */
export type Standing =
  | { readonly kind: 'signed'; readonly publicKey: string }
  | { readonly kind: 'unsigned' | 'broken' | 'alone' };

const KNOWN_SCHEMAS: readonly unknown[] = [SUBMISSION_SCHEMA, REVOCATION_SCHEMA];
const ALONE: Standing = { kind: 'alone' };

/** `text`: of a `KnownLine`. */
export function standingOf(text: string, isSignature: SignatureCheck): Standing {
  const line = parseJsonObject(text);
  if (line === null || !hasItsId(line) || hasRepeatedKey(text, line)) return ALONE;
  const { schema, id, signature } = line;
  if (signature === null) return { kind: 'unsigned' };
  const state = signatureState({ schema: String(schema), id: String(id), signature }, isSignature);
  if (state.kind === 'holds') return { kind: 'signed', publicKey: state.publicKey };
  // What names another algorithm may hold for a newer version.
  return KNOWN_SCHEMAS.includes(schema) &&
    isJsonObject(signature) &&
    signature['algorithm'] === SIGNATURE_ALGORITHM
    ? { kind: 'broken' }
    : ALONE;
}

function hasItsId(line: Readonly<Record<string, unknown>>): boolean {
  try {
    return submissionId(line) === line['id'];
  } catch (error) {
    // Infinite numbers and data too deep have no canonical form.
    if (error instanceof Error) return false;
    throw error;
  }
}
