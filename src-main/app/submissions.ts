/** From a record of the history to lines in a leaderboard file, with a look at them in between. */
import { Fault } from '#core/errors.ts';
import { submissionsOf } from '#core/leaderboard/submission.ts';
import type { SubmissionPreview, SubmitRequest, SubmitResult } from '#ipc/calls/submit.ts';
import { findRecord } from '#store/history.ts';
import type { InstallationKey } from '#store/keys/opened-key.ts';
import { appendLines } from '#store/leaderboard/append.ts';

export interface SubmittingParts {
  readonly historyDir: string;
  /** The app's key; made at its first use. */
  readonly openKey: () => Promise<InstallationKey>;
  /** What no line may hold; see `privateNames`. */
  readonly words: () => readonly string[];
}

export async function previewSubmission(
  { historyDir, openKey, words }: SubmittingParts,
  recordId: string,
): Promise<SubmissionPreview> {
  const record = await findRecord(historyDir, recordId);
  const { entries, refused } = submissionsOf(record, null, words());
  // What cannot be submitted is no reason to make a key.
  if (entries.length === 0) return { entries: [], refused, signedBy: null, notices: [] };
  const { signer, notices } = await openKey();
  const signed = submissionsOf(record, signer, words()).entries;
  return {
    entries: signed.map(({ id, label, line }) => ({ id, label, line })),
    refused,
    signedBy: signer.publicKey,
    notices,
  };
}

/**
 * Appends the chosen lines of the preview to `file`. They are made again from the record rather than
 * taken from the window; an id is the hash of its line's content, and a key signs the same id in the same
 * way, so the same id is the same line.
 */
export async function submit(
  { historyDir, openKey, words }: SubmittingParts,
  file: string | null,
  { recordId, ids }: SubmitRequest,
): Promise<SubmitResult> {
  if (file === null) {
    throw new Fault('wrong-usage', 'No leaderboard file is chosen.', {
      remedy: 'Choose a file first; it is made if it does not exist.',
    });
  }
  const record = await findRecord(historyDir, recordId);
  const { entries } = submissionsOf(record, (await openKey()).signer, words());
  const chosen = entries.filter(({ id }) => ids.includes(id));
  const missing = ids.filter((id) => !chosen.some((entry) => entry.id === id));
  if (missing.length > 0) {
    throw new Fault('submission-refused', `The record holds no such submission: ${missing.join(', ')}`, {
      remedy: 'Nothing was written. Close this dialog and open it again to see the lines as they are now.',
    });
  }
  return { file, ...(await appendLines(file, chosen)) };
}
