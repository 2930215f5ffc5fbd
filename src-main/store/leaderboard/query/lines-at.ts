/** The text of a few lines out of many, found by counting: one pass in bounded memory, faster than reading each line. */
import { open } from 'node:fs/promises';
import { decodeLine, MAX_LINE_BYTES } from '../lines.ts';

export interface PlacedLine {
  /** Among the file's lines that are not blank, from 0: as DuckDB counts its rows. */
  readonly ordinal: number;
  /** Among all lines, from 1. */
  readonly lineNumber: number;
  /** null: longer than `MAX_LINE_BYTES`, or not UTF-8. */
  readonly text: string | null;
}

const CHUNK_BYTES = 2 ** 20;
const LF = 0x0a;

/**
 * `ordinals` ascending; one that the file does not reach is left out. `onLine` is awaited. Throws what the file
 * system throws.
 */
export async function linesAt(
  file: string,
  ordinals: readonly number[],
  onLine: (line: PlacedLine) => void | Promise<void>,
): Promise<void> {
  const handle = await open(file, 'r');
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const counter = new LineCounter(ordinals);
    for (let position = 0; !counter.done;) {
      const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, position);
      const found = bytesRead === 0 ? counter.end() : counter.take(chunk.subarray(0, bytesRead));
      for (const line of found) await onLine(line);
      if (bytesRead === 0) break;
      position += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

class LineCounter {
  readonly #ordinals: readonly number[];
  #next = 0;
  #ordinal = 0;
  #lineNumber = 1;
  /** Of the line that the last chunk ended in. */
  #isBlank = true;
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(ordinals: readonly number[]) {
    this.#ordinals = ordinals;
  }

  get done(): boolean {
    return this.#next >= this.#ordinals.length;
  }

  take(chunk: Buffer): PlacedLine[] {
    const found: PlacedLine[] = [];
    let from = 0;
    while (!this.done) {
      const end = chunk.indexOf(LF, from);
      this.#add(chunk, from, end === -1 ? chunk.length : end);
      if (end === -1) break;
      found.push(...this.#close());
      from = end + 1;
    }
    return found;
  }

  /** A last line without a line break. */
  end(): PlacedLine[] {
    return this.#close();
  }

  #add(chunk: Buffer, from: number, to: number): void {
    if (this.#isBlank) this.#isBlank = isBlank(chunk, from, to);
    if (this.#ordinals[this.#next] !== this.#ordinal) return;
    this.#bytes += to - from;
    if (this.#bytes > MAX_LINE_BYTES) this.#parts = [];
    else this.#parts.push(Buffer.from(chunk.subarray(from, to)));
  }

  #close(): PlacedLine[] {
    const found: PlacedLine[] = [];
    if (!this.#isBlank) {
      if (this.#ordinals[this.#next] === this.#ordinal) {
        const text = this.#bytes > MAX_LINE_BYTES ? null : decodeLine(Buffer.concat(this.#parts));
        found.push({ ordinal: this.#ordinal, lineNumber: this.#lineNumber, text });
        this.#next += 1;
      }
      this.#ordinal += 1;
    }
    this.#lineNumber += 1;
    this.#isBlank = true;
    this.#parts = [];
    this.#bytes = 0;
    return found;
  }
}

/** Of white space alone, as C's `isspace` has it: DuckDB makes no row of such a line. */
export function isBlank(bytes: Buffer, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) {
    const byte = bytes[index] as number;
    if (byte !== 0x20 && (byte < 0x09 || byte > 0x0d)) return false;
  }
  return true;
}
