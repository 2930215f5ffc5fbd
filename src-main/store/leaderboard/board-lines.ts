/** The lines of a leaderboard file as text, in bounded memory, each with what is wrong with its bytes. */
import { fileFault } from '#disk/file-fault.ts';
import { decodeLine, isBlank, MAX_LINE_BYTES, openToRead, readLines } from './lines.ts';

export interface BoardText {
  /** From 1. */
  readonly lineNumber: number;
  /** Without byte order mark and line break; null: it cannot be read as text. */
  readonly text: string | null;
  /** Why there is no text; null: there is. */
  readonly problem: string | null;
  /** As they stand in the file, without LF; null: too many. */
  readonly bytes: Buffer | null;
  /** False for a last line without a line break: its writer was interrupted. */
  readonly ended: boolean;
}

/** Throws a `Fault` (file-unreadable) when the file itself cannot be read. */
export async function* readBoardTexts(file: string): AsyncGenerator<BoardText> {
  const handle = await openToRead(file);
  try {
    for await (const { lineNumber, bytes, ended } of readLines(handle)) {
      const text = bytes === null ? null : decodeLine(bytes);
      yield { lineNumber, text, problem: problemOf(bytes, text), bytes, ended };
    }
  } catch (cause) {
    throw fileFault('file-unreadable', 'read the leaderboard', file, cause);
  } finally {
    await handle.close();
  }
}

/** Their texts alone, of lines that are not blank: as DuckDB counts its rows. null: it cannot be read as text. */
export async function* readFilledTexts(file: string): AsyncGenerator<string | null> {
  for await (const { text, bytes } of readBoardTexts(file)) {
    if (bytes === null || !isBlank(bytes, 0, bytes.length)) yield text;
  }
}

/** Said of the last line where `ended` is false and it cannot be read. */
export const TORN = ' (the last line, without an end: its writer was interrupted)';

function problemOf(bytes: Buffer | null, text: string | null): string | null {
  if (bytes === null) return `is longer than ${MAX_LINE_BYTES} bytes`;
  return text === null ? 'is not text in UTF-8' : null;
}
