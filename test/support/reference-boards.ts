/** The boards of lines as the pure rules give them: each line verified, all at once, in memory. */
import { isWanted, NO_FILTER, type BoardFilter } from '#core/leaderboard/filter.ts';
import { parseBoardLine } from '#core/leaderboard/line.ts';
import {
  listed,
  rankBoards,
  type Board,
  type CheckedLine,
  type RankOptions,
} from '#core/leaderboard/rank.ts';
import type { Revocation } from '#core/leaderboard/revocation.ts';
import { revokedIds } from '#core/leaderboard/revoked.ts';
import { verifyLine } from '#core/leaderboard/verify/verify.ts';
import { isSignature } from '#store/keys/ed25519.ts';

interface Kept {
  readonly text: string;
  readonly line: CheckedLine;
}

/** `lines`: texts, whatever they are. */
export function referenceBoards(
  lines: readonly string[],
  options: RankOptions = {},
  filter: BoardFilter = NO_FILTER,
): Board[] {
  const byId = new Map<string, Kept[]>();
  const revocations: Revocation[] = [];
  for (const text of lines) {
    const parsed = parseBoardLine(text);
    if (parsed.kind === 'revocation') revocations.push(parsed.revocation);
    const { submission, ...check } = verifyLine(text, isSignature, { now: NOW });
    if (submission === null || (check.state !== 'verified' && check.state !== 'unsigned')) continue;
    const line = { submission: listed(submission), check, signedByName: null };
    byId.set(submission.id, [...(byId.get(submission.id) ?? []), { text, line }]);
  }
  const signers = new Map(
    [...byId].map(([id, kept]) => [id, kept.flatMap(({ line }) => line.check.signedBy ?? [])]),
  );
  const revoked = revokedIds(signers, revocations, isSignature);
  const standing = [...byId]
    .filter(([id]) => !revoked.has(id))
    .flatMap(([, kept]) => [...kept].sort(signedThenSmaller)[0]?.line ?? [])
    .filter((line) => isWanted(line, filter));
  return rankBoards(standing, options);
}

function signedThenSmaller(a: Kept, b: Kept): number {
  const unsigned = ({ line }: Kept) => Number(line.check.signedBy === null);
  return unsigned(a) - unsigned(b) || (a.text < b.text ? -1 : 1);
}

/** After all that made boards hold. */
export const NOW = new Date('2026-12-31T00:00:00Z');
