/** Judges one line of a leaderboard by itself: nothing but its text is looked at. */
import { knownConstants, type ProtocolConstants } from '../../protocol/constants.ts';
import { METHOD_VERSION } from '../../protocol/version.ts';
import { parseShape } from '../line.ts';
import type { Submission } from '../schema.ts';
import type { SignatureCheck } from '../signature.ts';
import { authenticityOf, unreadableReason } from './authentic.ts';
import type { LineCheck, LineState } from './check.ts';
import { estimateFaults } from './derived/estimated.ts';
import { conditionFaults, figureFaults } from './derived/figures.ts';
import { flagFaults } from './derived/flags.ts';
import { judgementFaults } from './derived/judged.ts';
import { windowFaults } from './derived/windows.ts';
import { agreementDoubts } from './plausible/agreement.ts';
import { circumstanceDoubts, constantDoubts } from './plausible/circumstances.ts';
import { counterStepDoubts } from './plausible/counter-steps.ts';
import { placementDoubts } from './plausible/placement.ts';
import { domainDoubts, powerDoubts } from './plausible/power.ts';
import { repeatedDoubts } from './plausible/repeated.ts';
import { roundDoubts } from './plausible/rounds.ts';
import { workDoubts } from './plausible/work.ts';

export interface VerifiedLine extends LineCheck {
  /** null: the line is unreadable. */
  readonly submission: Submission | null;
}

export interface VerifyOptions {
  /** Absent: whether the run lies in the future is not looked at. */
  readonly now?: Date;
}

/**
 * The line without its line break. The first that applies: unreadable, altered, implausible, unsigned, verified.
 * Never throws, whatever the text.
 */
export function verifyLine(
  text: string,
  isSignature: SignatureCheck,
  options: VerifyOptions = {},
): VerifiedLine {
  const shaped = parseShape(text);
  if (!shaped.ok) return unreadable(shaped.reason);
  const { submission } = shaped;
  const unclear = unreadableReason(text, shaped);
  if (unclear !== null) return unreadable(unclear);

  const { faults, signedBy } = authenticityOf(shaped, isSignature);
  const say = (state: LineState, reasons: readonly string[]) => ({ state, reasons, signedBy, submission });
  if (faults.length > 0) return say('altered', faults);
  if (submission.methodVersion !== METHOD_VERSION) return say('unsigned', [otherMethod(submission)]);
  const constants = knownConstants(submission.constants);
  if (constants === null) return unreadable('lacks constants of its method: nothing can be recomputed');

  const altered = derivedFaults(submission, constants);
  if (altered.length > 0) return say('altered', altered);
  const implausible = doubts(submission, constants, options.now ?? null);
  if (implausible.length > 0) return say('implausible', implausible);
  return signedBy === null ? say('unsigned', ['nobody has signed it']) : say('verified', []);
}

function unreadable(reason: string): VerifiedLine {
  return { state: 'unreadable', reasons: [reason], signedBy: null, submission: null };
}

/** Its rules are not in this program; a false number among them would go unseen. */
function otherMethod({ methodVersion }: Submission): string {
  return `method version ${methodVersion} cannot be recomputed by this program, which has version ${METHOD_VERSION}`;
}

/** What does not follow from the raw windows, the placement and the constants. */
function derivedFaults(submission: Submission, constants: ProtocolConstants): string[] {
  const missing = conditionFaults(submission);
  // Without a measuring window nothing else follows from anything.
  if (submission.windows.every(({ kind }) => kind !== 'measure')) return missing;
  return [
    ...missing,
    ...windowFaults(submission),
    ...flagFaults(submission, constants),
    ...estimateFaults(submission),
    ...figureFaults(submission, constants),
    ...judgementFaults(submission, constants),
  ];
}

/** What no real machine and meter would have shown. */
function doubts(submission: Submission, constants: ProtocolConstants, now: Date | null): string[] {
  return [
    ...constantDoubts(constants),
    ...circumstanceDoubts(submission, now),
    ...domainDoubts(submission),
    ...powerDoubts(submission),
    ...counterStepDoubts(submission),
    ...roundDoubts(submission, constants),
    ...repeatedDoubts(submission),
    ...workDoubts(submission, constants),
    ...placementDoubts(submission),
    ...agreementDoubts(submission.fidelity),
  ];
}
