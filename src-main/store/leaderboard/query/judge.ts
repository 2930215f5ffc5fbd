/** What is shown has been verified: from the lines of one id to the one that stands for it. */
import { createHash } from 'node:crypto';
import { isDegraded } from '#core/fidelity.ts';
import { isWanted, type BoardFilter } from '#core/leaderboard/filter.ts';
import { boardKey, listed, type CheckedLine, type RankOptions } from '#core/leaderboard/rank.ts';
import { revokedIds } from '#core/leaderboard/revoked.ts';
import type { Revocation } from '#core/leaderboard/revocation.ts';
import type { SignatureCheck } from '#core/leaderboard/signature.ts';
import { verifyLine } from '#core/leaderboard/verify/verify.ts';
import type { Candidate } from './candidates.ts';
import type { FoundLine } from './read-lines.ts';

/** Why a line is not shown. `repeated`: another line of its id stands for it; `unwanted`: it fails the filter. */
export type DropReason = 'altered' | 'implausible' | 'unreadable' | 'revoked' | 'repeated' | 'unwanted';

export interface Judging {
  readonly isSignature: SignatureCheck;
  /** What the person calls a key; null: it has no name. */
  readonly nameOf: (publicKey: string) => string | null;
  readonly options: RankOptions;
  readonly filter: BoardFilter;
  readonly now: Date;
}

export interface JudgedLine {
  readonly place: number;
  readonly line: CheckedLine;
  readonly text: string;
}

export interface Judged {
  /** Places that may be shown: none or one. */
  readonly shown: JudgedLine | null;
  readonly dropped: ReadonlyMap<number, DropReason>;
}

/** `lines`: all that hold the id that their rows share. `revocations`: those that name it. */
export function judgeId(
  lines: readonly FoundLine[],
  revocations: readonly Revocation[],
  judging: Judging,
): Judged {
  const dropped = new Map<number, DropReason>();
  const good: JudgedLine[] = [];
  for (const found of lines) {
    const judged = judgeLine(found, judging);
    if (typeof judged === 'string') dropped.set(found.place, judged);
    else good.push(judged);
  }
  const signers = good.flatMap(({ line }) => line.check.signedBy ?? []);
  const [shown = null, ...rest] = good.sort(signedFirst);
  for (const { place } of rest) dropped.set(place, 'repeated');
  if (shown === null) return { shown, dropped };
  const { id } = shown.line.submission;
  if (revokedIds(new Map([[id, signers]]), revocations, judging.isSignature).has(id)) {
    return { shown: null, dropped: dropped.set(shown.place, 'revoked') };
  }
  if (!isWanted(shown.line, judging.filter))
    return { shown: null, dropped: dropped.set(shown.place, 'unwanted') };
  return { shown, dropped };
}

function judgeLine({ place, text }: FoundLine, judging: Judging): JudgedLine | DropReason {
  if (text === null) return 'unreadable';
  const { submission, ...check } = verifyLine(text, judging.isSignature, { now: judging.now });
  if (check.state === 'altered' || check.state === 'implausible') return check.state;
  if (submission === null || check.state === 'unreadable') return 'unreadable';
  const signedByName = check.signedBy === null ? null : judging.nameOf(check.signedBy);
  return { place, text, line: { submission: listed(submission), check, signedByName } };
}

/** Whose signature holds before all others, then the smaller text: whatever the order in the files. */
function signedFirst(a: JudgedLine, b: JudgedLine): number {
  const unsigned = ({ line }: JudgedLine) => Number(line.check.signedBy === null);
  return unsigned(a) - unsigned(b) || (a.text < b.text ? -1 : Number(a.text > b.text));
}

/**
 * Whether DuckDB saw in the line what it says: it could read a repeated key or a column of an export that does not
 * follow from the line in another way, and rank the line where it does not belong.
 */
export function isSameRow(candidate: Candidate, { submission }: CheckedLine, options: RankOptions): boolean {
  const { results, startedAt, id } = submission;
  return (
    candidate.id === id.slice(0, 32) &&
    candidate.board === md5(boardKey(submission, options)) &&
    candidate.startedMs === Date.parse(startedAt) &&
    candidate.netJ === results.netJ &&
    candidate.lowJ === results.ci95[0] &&
    candidate.highJ === results.ci95[1] &&
    candidate.degraded === isDegraded(submission)
  );
}

/** As DuckDB's `md5` has it. */
export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
