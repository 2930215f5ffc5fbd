/** From a record of the history to lines in a leaderboard file, with a look at them in between. */
import { Fault } from '#core/errors.ts';
import { submissionsOf } from '#core/leaderboard/submission.ts';
import type { SubmissionPreview, SubmitRequest, SubmitResult } from '#ipc/calls/submit.ts';
import { findRecord } from '#store/history.ts';
import { appendLines } from '#store/leaderboard/append.ts';

export async function previewSubmission(historyDir: string, recordId: string): Promise<SubmissionPreview> {
  const { entries, refused } = submissionsOf(await findRecord(historyDir, recordId));
  return { entries: entries.map(({ id, label, line }) => ({ id, label, line })), refused };
}

/**
 * Appends the chosen lines of the preview to `file`. They are made again from the record rather than
 * taken from the window; an id is the hash of its line's content, so the same id is the same line.
 */
export async function submit(
  historyDir: string,
  file: string | null,
  { recordId, ids }: SubmitRequest,
): Promise<SubmitResult> {
  if (file === null) {
    throw new Fault('wrong-usage', 'No leaderboard file is chosen.', {
      remedy: 'Choose a file first; it is made if it does not exist.',
    });
  }
  const { entries } = submissionsOf(await findRecord(historyDir, recordId));
  const chosen = entries.filter(({ id }) => ids.includes(id));
  const missing = ids.filter((id) => !chosen.some((entry) => entry.id === id));
  if (missing.length > 0) {
    throw new Fault('submission-refused', `The record holds no such submission: ${missing.join(', ')}`, {
      remedy: 'Nothing was written. Close this dialog and open it again to see the lines as they are now.',
    });
  }
  return { file, ...(await appendLines(file, chosen)) };
}
