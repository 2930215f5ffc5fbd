/** Whether a key may take a submission back. */
import { revokedIds } from './revoked.ts';
import type { Revocation } from './revocation.ts';
import type { Submission } from './schema.ts';
import { signatureState, type SignatureCheck } from './signature.ts';

export interface FoundSubmission {
  readonly lineNumber: number;
  readonly submission: Submission;
}

export type Revocable =
  | { readonly kind: 'revocable'; readonly found: FoundSubmission }
  | { readonly kind: 'revoked'; readonly found: FoundSubmission; readonly revocation: Revocation }
  | { readonly kind: 'unsigned'; readonly found: FoundSubmission }
  | { readonly kind: 'broken-signature'; readonly found: FoundSubmission }
  /** `publicKey`: who signed it. */
  | { readonly kind: 'signed-by-other'; readonly found: FoundSubmission; readonly publicKey: string };

/**
 * `lines`: all lines of one submission, at least one (its copies may be signed by others, or by nobody); `own`:
 * the key that wants to revoke, null where there is none. A revocation by another key does not count here.
 */
export function judgeRevocable(
  lines: readonly FoundSubmission[],
  revocations: readonly Revocation[],
  own: string | null,
  isSignature: SignatureCheck,
): Revocable {
  const [first] = lines;
  if (first === undefined) throw new RangeError('a submission has at least one line');
  const signed = lines.flatMap((found) => {
    const publicKey = signerOfLine(found.submission, isSignature);
    return publicKey === null ? [] : [{ found, publicKey }];
  });
  const mine = signed.find(({ publicKey }) => publicKey === own);
  if (mine !== undefined) {
    const { found } = mine;
    const { id } = found.submission;
    const revocation = revokedIds(new Map([[id, mine.publicKey]]), revocations, isSignature).get(id);
    return revocation === undefined ? { kind: 'revocable', found } : { kind: 'revoked', found, revocation };
  }
  const [other] = signed;
  if (other !== undefined) return { kind: 'signed-by-other', ...other };
  const broken = lines.find(({ submission }) => submission.signature !== null);
  return broken === undefined
    ? { kind: 'unsigned', found: first }
    : { kind: 'broken-signature', found: broken };
}

/** The key whose signature of the line holds; null: none does. */
export function signerOfLine(
  line: Pick<Submission, 'schema' | 'id' | 'signature'>,
  isSignature: SignatureCheck,
): string | null {
  const state = signatureState(line, isSignature);
  return state.kind === 'holds' ? state.publicKey : null;
}
