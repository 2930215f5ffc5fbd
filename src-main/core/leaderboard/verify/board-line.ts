/** Any line of a leaderboard file, judged by itself. */
import { ALTERED, parseBoardLine } from '../line.ts';
import { isSignedRevocation, REVOCATION_FAMILY, type Revocation } from '../revocation.ts';
import type { SignatureCheck } from '../signature.ts';
import { verifyLine, type VerifiedLine, type VerifyOptions } from './verify.ts';

export type JudgedLine =
  | { readonly kind: 'blank' }
  /** Its signature holds. Whether it counts depends on who signed the submission. */
  | { readonly kind: 'revocation'; readonly revocation: Revocation }
  | { readonly kind: 'submission'; readonly check: VerifiedLine };

/** The line without its line break. Never throws. */
export function judgeBoardLine(
  text: string,
  isSignature: SignatureCheck,
  options: VerifyOptions = {},
): JudgedLine {
  if (text.trim() === '') return { kind: 'blank' };
  if (!text.includes(REVOCATION_FAMILY))
    return { kind: 'submission', check: verifyLine(text, isSignature, options) };
  const line = parseBoardLine(text);
  if (line.kind === 'submission')
    return { kind: 'submission', check: verifyLine(text, isSignature, options) };
  if (line.kind === 'problem') {
    const check = verifyLine(text, isSignature, options);
    if (check.state !== 'unreadable') return { kind: 'submission', check };
    const state = line.reason === ALTERED ? 'altered' : 'unreadable';
    return { kind: 'submission', check: { ...check, state, reasons: [line.reason] } };
  }
  if (isSignedRevocation(line.revocation, isSignature)) return line;
  const reasons = ['the signature of this revocation does not hold'];
  return { kind: 'submission', check: { state: 'altered', reasons, signedBy: null, submission: null } };
}
