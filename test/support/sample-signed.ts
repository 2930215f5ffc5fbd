/** Signed lines and revocations for tests. */
import { canonicalText } from '#core/leaderboard/identity.ts';
import { revocationOf, type Revocation } from '#core/leaderboard/revocation.ts';
import type { Signer } from '#core/leaderboard/signature.ts';
import { submissionsOf, type SubmissionEntry } from '#core/leaderboard/submission.ts';
import { madeSigner } from './made-keys.ts';
import { sampleRecord, sampleRow } from './sample-record.ts';

/** One submission; `threads` tells it from others. */
export function signedEntry(signer: Signer | null = madeSigner(1), threads = 2): SubmissionEntry {
  const rows = [sampleRow({ threads })];
  const [entry] = submissionsOf(sampleRecord({ rows }), signer).entries;
  if (entry === undefined) throw new Error('the sample row can be submitted');
  return entry;
}

export function sampleRevocation(
  submissionId: string,
  signer: Signer = madeSigner(1),
  revokedAt = '2026-02-01T00:00:00.000Z',
  reason = '',
): Revocation {
  return revocationOf(submissionId, revokedAt, reason, signer);
}

export const revocationLine = (revocation: Revocation): string => canonicalText(revocation);
