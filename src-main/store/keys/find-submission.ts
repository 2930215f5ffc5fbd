/** Finds one submission in a leaderboard file of any size, with what was said to take it back. */
import type { FileHandle } from 'node:fs/promises';
import { parseBoardLine } from '#core/leaderboard/line.ts';
import type { FoundSubmission } from '#core/leaderboard/revocable.ts';
import type { Revocation } from '#core/leaderboard/revocation.ts';
import { fileFault } from '#disk/file-fault.ts';
import { decodeLine, openToRead, readLines } from '../leaderboard/lines.ts';

export interface FoundById {
  /** By id: all lines of each submission whose id begins so. */
  readonly submissions: ReadonlyMap<string, readonly FoundSubmission[]>;
  /** Of any of these, by anybody. */
  readonly revocations: readonly Revocation[];
}

/** `prefix`: hex digits, lower case. Throws a `Fault` (file-unreadable). */
export async function findSubmissions(file: string, prefix: string): Promise<FoundById> {
  const handle = await openToRead(file);
  try {
    return await collect(handle, prefix);
  } catch (cause) {
    throw fileFault('file-unreadable', 'read the leaderboard', file, cause);
  } finally {
    await handle.close();
  }
}

async function collect(handle: FileHandle, prefix: string): Promise<FoundById> {
  const submissions = new Map<string, FoundSubmission[]>();
  const revocations: Revocation[] = [];
  for await (const { lineNumber, bytes } of readLines(handle)) {
    // Most lines of a long board are other people's: only one that holds the digits is parsed.
    if (!bytes?.includes(`"${prefix}`)) continue;
    const line = parseBoardLine(decodeLine(bytes) ?? '');
    if (line.kind === 'revocation' && line.revocation.submissionId.startsWith(prefix)) {
      revocations.push(line.revocation);
    } else if (line.kind === 'submission' && line.submission.id.startsWith(prefix)) {
      const { submission } = line;
      submissions.set(submission.id, [...(submissions.get(submission.id) ?? []), { lineNumber, submission }]);
    }
  }
  return { submissions, revocations };
}
