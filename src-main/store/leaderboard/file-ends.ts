/** The first and last bytes of a leaderboard file: all that a writer looks at, however long the file is. */
import type { FileHandle } from 'node:fs/promises';
import { REVOCATION_FAMILY } from '#core/leaderboard/revocation.ts';
import { SUBMISSION_FAMILY } from '#core/leaderboard/schema.ts';
import { isBoardName, OTHER_CONTENTS } from './board-name.ts';
import { decodeLine, readAt } from './lines.ts';

const HEAD_BYTES = 64 * 1024;
const LF = 0x0a;

export interface FileEnds {
  readonly sizeBytes: number;
  /** The same bytes as `tail` where the file is short, or the tail tells already that it is a leaderboard. */
  readonly head: Buffer;
  readonly tail: Buffer;
  /** `tail` begins with the file. */
  readonly isWhole: boolean;
}

/** Reads `tailBytes` from the end, and some from the start where those do not say what the file is. */
export async function readEnds(handle: FileHandle, tailBytes: number): Promise<FileEnds> {
  const { size: sizeBytes } = await handle.stat();
  const from = Math.max(0, sizeBytes - tailBytes);
  const tail = await readAt(handle, from, sizeBytes - from);
  const head =
    from === 0 || holdsBoardLine(tail) ? tail : await readAt(handle, 0, Math.min(HEAD_BYTES, from));
  return { sizeBytes, head, tail, isWhole: from === 0 };
}

/** The last line lacks its end: a writer was interrupted. */
export function isTorn({ tail }: FileEnds): boolean {
  return tail.length > 0 && tail.at(-1) !== LF;
}

/** A line by its contents, without its line break, and a text in it that few other lines hold. */
export interface SoughtLine {
  readonly id: string;
  readonly line: string;
}

/**
 * Which of the lines (by id) stand in the tail as they are, and alone in their line. A line with the id of one of
 * them but other contents is another: an id says nothing of the signature, which may be damaged there.
 */
export function presentInTail({ tail, isWhole }: FileEnds, sought: Iterable<SoughtLine>): Set<string> {
  // The first line of a tail is whole only where the file begins with it.
  const begin = isWhole ? 0 : tail.indexOf(LF) + 1;
  const present = new Set<string>();
  for (const { id, line } of sought) {
    for (let at = tail.indexOf(id, begin); at !== -1;) {
      const lineAt = tail.lastIndexOf(LF, at) + 1;
      const lineEnd = tail.indexOf(LF, at);
      const end = lineEnd === -1 ? tail.length : lineEnd;
      if (decodeLine(tail.subarray(lineAt, end)) === line) {
        present.add(id);
        break;
      }
      at = tail.indexOf(id, end);
    }
  }
  return present;
}

/**
 * Why the file is something else than a leaderboard; null: nothing speaks against it. A board of which
 * nothing but a torn line was ever written is still a board; a document is not.
 */
export function whyNoBoard(path: string, { head, tail }: FileEnds): string | null {
  if (isUtf16(head)) return 'is text in UTF-16 (PowerShell\'s ">" writes that), not in UTF-8';
  if (head.length === 0 || holdsBoardLine(tail) || holdsBoardLine(head)) return null;
  return isBoardName(path) && !beginsWithJson(head) ? null : OTHER_CONTENTS;
}

function holdsBoardLine(bytes: Buffer): boolean {
  return bytes.includes(SUBMISSION_FAMILY) || bytes.includes(REVOCATION_FAMILY);
}

function isUtf16(head: Buffer): boolean {
  const mark = head.subarray(0, 2).toString('hex');
  return mark === 'fffe' || mark === 'feff';
}

/** The first line that is not blank is whole, and JSON: somebody else's data, not a torn line of ours. */
function beginsWithJson(head: Buffer): boolean {
  const text = decodeLine(head.subarray(0, head.lastIndexOf(LF) + 1))?.trimStart() ?? '';
  try {
    JSON.parse(text.slice(0, Math.max(0, text.indexOf('\n'))));
    return true;
  } catch {
    return false;
  }
}
