/** The name of a submission follows from its contents, so that the same one is known anywhere. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';

/**
 * RFC 8785 form of plain JSON data: one text per value, whatever the order of keys. It holds no line
 * break. Throws what `canonicalize` throws for infinite numbers, and `RangeError` for very deep data.
 */
export function canonicalText(value: Readonly<Record<string, unknown>>): string {
  // An object always has a canonical text; only `undefined` and functions have none.
  return canonicalize(value) as string;
}

/**
 * SHA-256, hex, of the canonical text without `id` and `signature`. Fields that this version does not
 * know count too, so that nobody can add one unnoticed.
 */
export function submissionId(submission: Readonly<Record<string, unknown>>): string {
  const { id: _id, signature: _signature, ...payload } = submission;
  return bytesToHex(sha256(utf8ToBytes(canonicalText(payload))));
}
