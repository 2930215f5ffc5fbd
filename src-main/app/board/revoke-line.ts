/** Takes back a submission that the app's key has signed, by a line at the end of the file. */
import { Fault } from '#core/errors.ts';
import { judgeRevocable } from '#core/leaderboard/revocable.ts';
import { revocationLine, revocationOf } from '#core/leaderboard/revocation.ts';
import { isSignature } from '#store/keys/ed25519.ts';
import { findSubmissions } from '#store/keys/find-submission.ts';
import type { InstallationKey } from '#store/keys/opened-key.ts';
import { appendLines } from '#store/leaderboard/append.ts';

export interface Revoking {
  readonly file: string;
  readonly submissionId: string;
  readonly reason: string;
  readonly now: Date;
  /** Public key (hex) of the app; null: it has none yet. */
  readonly own: string | null;
  /** Only called where that key has signed the submission. */
  openKey(): Promise<InstallationKey>;
}

/** Returns the line that was appended. Throws a `Fault` where it was not: nothing was written then. */
export async function revokeLine(asked: Revoking): Promise<string> {
  const { file, submissionId, reason, now, own, openKey } = asked;
  const { submissions, revocations } = await findSubmissions(file, submissionId);
  const lines = submissions.get(submissionId);
  if (lines === undefined) throw refused('The submission is not in this file any more.', 'Read it again.');
  const judged = judgeRevocable(lines, revocations, own, isSignature);
  switch (judged.kind) {
    case 'revoked':
      throw refused(`It was revoked already, at ${judged.revocation.revokedAt}.`, 'Read the board again.');
    case 'unsigned':
      throw refused('Nobody has signed this line.', 'Only a signed line can be revoked, by its own key.');
    case 'broken-signature':
      throw refused('The signature of this line does not hold.', 'It counts for nobody as it is.');
    case 'signed-by-other':
      throw refused(
        'Another key than the app’s has signed this line.',
        'Only the key that signed a line can revoke it. What the command line signed, “joulemark leaderboard revoke” takes back.',
      );
    case 'revocable': {
      const { signer } = await openKey();
      const made = revocationLine(revocationOf(submissionId, now.toISOString(), reason, signer));
      await appendLines(file, [made]);
      return made.line;
    }
  }
}

function refused(message: string, remedy: string): Fault {
  return new Fault('submission-refused', message, { remedy: `${remedy} Nothing was written.` });
}
