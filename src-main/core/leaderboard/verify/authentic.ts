/** Whether a line is what its signer signed: its id, its comparison key and its signature. */
import { nameFaults, type ShapedLine } from '../line.ts';
import { hasRepeatedKey } from '../repeated-key.ts';
import { SIGNATURE_ALGORITHM, signatureState, type SignatureCheck } from '../signature.ts';

const REFUSALS = {
  malformed: 'the signature has not the form of one',
  broken: 'the signature does not hold: another key made it, or for another line',
};

type Shaped = Extract<ShapedLine, { ok: true }>;

export interface Authenticity {
  /** Why the line is not what it was; empty: nothing speaks against it. */
  readonly faults: readonly string[];
  readonly signedBy: string | null;
}

/** Why this program cannot tell what the line says, though its shape is right; null: it can. */
export function unreadableReason(text: string, { submission, raw }: Shaped): string | null {
  if (hasRepeatedKey(text, raw)) return 'holds a key twice: programs differ in which one counts';
  const { signature } = submission;
  if (signature !== null && signature.algorithm !== SIGNATURE_ALGORITHM) {
    return `is signed by ${JSON.stringify(signature.algorithm.slice(0, 40))}; this program checks ${SIGNATURE_ALGORITHM} only`;
  }
  return null;
}

export function authenticityOf(shaped: Shaped, isSignature: SignatureCheck): Authenticity {
  const { submission } = shaped;
  const faults = nameFaults(shaped);
  if (submission.signature === null) return { faults, signedBy: null };
  const signature = signatureState(submission, isSignature);
  if (signature.kind !== 'holds') return { faults: [...faults, REFUSALS[signature.kind]], signedBy: null };
  // A signature of the id says nothing about contents that have another id.
  return { faults, signedBy: faults.length === 0 ? signature.publicKey : null };
}
