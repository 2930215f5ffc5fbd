/** Reads a leaderboard file. A line that is not valid is named, and hurts no other. */
import { open, type FileHandle } from 'node:fs/promises';
import { parseLine } from '#core/leaderboard/line.ts';
import type { Submission } from '#core/leaderboard/schema.ts';
import { fileFault } from '../file-fault.ts';
import { decodeLine, MAX_LINE_BYTES, readLines } from './lines.ts';

export interface Leaderboard {
  /** One of each id: the first line that holds it. */
  readonly submissions: readonly { readonly lineNumber: number; readonly submission: Submission }[];
  /** Lines that are none, with the reason: skipped here, kept in the file. */
  readonly problems: readonly { readonly lineNumber: number; readonly reason: string }[];
  /** Whole lines that say what an earlier line said, as sync tools and merges make them. */
  readonly duplicates: readonly { readonly lineNumber: number; readonly firstLineNumber: number }[];
}

/** Reads all lines. Throws a `Fault` (file-unreadable) only when the file itself cannot be read. */
export async function readLeaderboard(file: string): Promise<Leaderboard> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'r');
  } catch (cause) {
    throw fileFault('file-unreadable', 'read the leaderboard', file, cause);
  }
  try {
    return await collect(handle);
  } catch (cause) {
    throw fileFault('file-unreadable', 'read the leaderboard', file, cause);
  } finally {
    await handle.close();
  }
}

async function collect(handle: FileHandle): Promise<Leaderboard> {
  const submissions: { lineNumber: number; submission: Submission }[] = [];
  const problems: { lineNumber: number; reason: string }[] = [];
  const duplicates: { lineNumber: number; firstLineNumber: number }[] = [];
  const firstLines = new Map<string, number>();
  for await (const { lineNumber, bytes, ended } of readLines(handle)) {
    const text = bytes === null ? null : decodeLine(bytes);
    if (bytes === null) problems.push({ lineNumber, reason: `is longer than ${MAX_LINE_BYTES} bytes` });
    else if (text === null) problems.push({ lineNumber, reason: 'is not text in UTF-8' });
    else if (text.trim() !== '') {
      const parsed = parseLine(text);
      if (!parsed.ok) {
        const torn = ended ? '' : ' (the last line, without an end: its writer was interrupted)';
        problems.push({ lineNumber, reason: parsed.reason + torn });
        continue;
      }
      const firstLineNumber = firstLines.get(parsed.submission.id);
      if (firstLineNumber !== undefined) duplicates.push({ lineNumber, firstLineNumber });
      else {
        firstLines.set(parsed.submission.id, lineNumber);
        submissions.push({ lineNumber, submission: parsed.submission });
      }
    }
  }
  return { submissions, problems, duplicates };
}
