/** Leaderboard lines for tests: valid, and each another. */
import { submissionsOf, type SubmissionEntry } from '#core/leaderboard/submission.ts';
import { sampleRecord, sampleRow } from './sample-record.ts';

/** `run` tells the records apart, `count` rows each by their threads. */
export function sampleLines(run: number, count: number): readonly SubmissionEntry[] {
  const rows = Array.from({ length: count }, (_, index) => sampleRow({ threads: index + 1 }));
  return submissionsOf(sampleRecord({ id: run.toString(16).padStart(16, '0'), rows })).entries;
}
