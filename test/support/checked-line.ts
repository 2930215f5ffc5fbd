/** Lines as a verifier has judged them, for tests of what comes after it. */
import { listed, type CheckedLine } from '#core/leaderboard/rank.ts';
import type { Submission } from '#core/leaderboard/schema.ts';

/** `signedBy`: the key whose signature holds; null: the line is unsigned. */
export function checkedLine(submission: Submission, signedBy: string | null = null): CheckedLine {
  const state = signedBy === null ? 'unsigned' : 'verified';
  return { submission: listed(submission), check: { state, reasons: [], signedBy }, signedByName: null };
}
