/** Reads a leaderboard file. A line that is not valid is named, and hurts no other. */
import { parseBoardLine } from '#core/leaderboard/line.ts';
import type { Submission } from '#core/leaderboard/schema.ts';
import { readBoardTexts, TORN } from './board-lines.ts';

export interface Leaderboard {
  /** One of each id: the first line that holds it. */
  readonly submissions: readonly { readonly lineNumber: number; readonly submission: Submission }[];
  /** Lines that take a submission back; whether they count is not looked at here. */
  readonly revocations: readonly { readonly lineNumber: number; readonly id: string }[];
  /** Lines that are neither, with the reason: skipped here, kept in the file. */
  readonly problems: readonly { readonly lineNumber: number; readonly reason: string }[];
  /** Whole lines that say what an earlier line said, as sync tools and merges make them. */
  readonly duplicates: readonly { readonly lineNumber: number; readonly firstLineNumber: number }[];
}

/** Reads all lines. Throws a `Fault` (file-unreadable) only when the file itself cannot be read. */
export async function readLeaderboard(file: string): Promise<Leaderboard> {
  const submissions: { lineNumber: number; submission: Submission }[] = [];
  const revocations: { lineNumber: number; id: string }[] = [];
  const problems: { lineNumber: number; reason: string }[] = [];
  const duplicates: { lineNumber: number; firstLineNumber: number }[] = [];
  const firstLines = new Map<string, number>();
  for await (const { lineNumber, text, problem, ended } of readBoardTexts(file)) {
    if (text === null) problems.push({ lineNumber, reason: problem ?? '' });
    else if (text.trim() !== '') {
      const parsed = parseBoardLine(text);
      if (parsed.kind === 'problem') {
        problems.push({ lineNumber, reason: parsed.reason + (ended ? '' : TORN) });
        continue;
      }
      const { id } = parsed.kind === 'submission' ? parsed.submission : parsed.revocation;
      const firstLineNumber = firstLines.get(id);
      if (firstLineNumber !== undefined) duplicates.push({ lineNumber, firstLineNumber });
      else {
        firstLines.set(id, lineNumber);
        if (parsed.kind === 'revocation') revocations.push({ lineNumber, id });
        else submissions.push({ lineNumber, submission: parsed.submission });
      }
    }
  }
  return { submissions, revocations, problems, duplicates };
}
