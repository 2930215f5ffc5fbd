/** Some lines of a large file, found by their number: what has been counted once is not counted again. */
import { open, type FileHandle } from 'node:fs/promises';
import { decodeLine, isBlank, MAX_LINE_BYTES } from '../lines.ts';

export interface PlacedLine {
  /** Among the file's lines that are not blank, from 0: as DuckDB counts its rows. */
  readonly ordinal: number;
  /** Among all lines, from 1. */
  readonly lineNumber: number;
  /** null: longer than `MAX_LINE_BYTES`, or not UTF-8. */
  readonly text: string | null;
}

const CHUNK_BYTES = 4 * 2 ** 20;
const LF = 0x0a;

/** 8 bytes of memory a line that has been passed. */
export class LineIndex {
  readonly #path: string;
  /** Where each line that is not blank begins, bytes. */
  readonly #starts: number[] = [];
  /** For each blank line how many lines that are not blank come before it. */
  readonly #blanks: number[] = [];
  /** Of the line that has not ended yet. */
  #start = 0;
  #isBlank = true;
  /** How far it has been counted, bytes. */
  #position = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** `ordinals` ascending; one that the file does not reach is left out. Throws what the file system throws. */
  async read(ordinals: readonly number[], onLine: (line: PlacedLine) => unknown): Promise<void> {
    const handle = await open(this.#path, 'r');
    try {
      await this.#count(handle, ordinals.at(-1) ?? -1);
      for (const ordinal of ordinals) {
        const start = this.#starts[ordinal];
        if (start === undefined) break;
        const text = await textAt(handle, start, this.#starts[ordinal + 1] ?? this.#position);
        await onLine({ ordinal, lineNumber: ordinal + 1 + this.#blanksBefore(ordinal), text });
      }
    } finally {
      await handle.close();
    }
  }

  #blanksBefore(ordinal: number): number {
    const after = this.#blanks.findIndex((before) => before > ordinal);
    return after === -1 ? this.#blanks.length : after;
  }

  /** Until that line has ended, or the file. */
  async #count(handle: FileHandle, ordinal: number): Promise<void> {
    if (this.#starts.length > ordinal) return;
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    while (this.#starts.length <= ordinal) {
      const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, this.#position);
      if (bytesRead === 0) {
        // A last line without a line break.
        if (!this.#isBlank) this.#end(this.#position);
        return;
      }
      this.#take(chunk.subarray(0, bytesRead));
    }
  }

  #take(chunk: Buffer): void {
    for (let from = 0; ;) {
      const end = chunk.indexOf(LF, from);
      const to = end === -1 ? chunk.length : end;
      if (this.#isBlank) this.#isBlank = isBlank(chunk, from, to);
      if (end === -1) break;
      this.#end(this.#position + end + 1);
      from = end + 1;
    }
    this.#position += chunk.length;
  }

  #end(next: number): void {
    if (this.#isBlank) this.#blanks.push(this.#starts.length);
    else this.#starts.push(this.#start);
    this.#start = next;
    this.#isBlank = true;
  }
}

/** Up to the line break; blank lines may lie between it and `end`. null: too long, or not UTF-8. */
async function textAt(handle: FileHandle, start: number, end: number): Promise<string | null> {
  const bytes = Buffer.allocUnsafe(Math.min(end - start, MAX_LINE_BYTES + 1));
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
  const lineEnd = bytes.subarray(0, bytesRead).indexOf(LF);
  const length = lineEnd === -1 ? bytesRead : lineEnd;
  return length > MAX_LINE_BYTES ? null : decodeLine(bytes.subarray(0, length));
}
