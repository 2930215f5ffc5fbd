/** Where the different lines of the merged files are: some 90 bytes a line in typed arrays, whatever its length. */
import { compareBytes, DIGEST_BYTES, DigestTable, doubled } from './digest-table.ts';

export const LINE_KINDS = ['submission', 'revocation', 'unreadable'] as const;
export type LineKind = (typeof LINE_KINDS)[number];

export interface IndexedLine {
  readonly kind: LineKind;
  /** Orders the lines that are known; Infinity for others. */
  readonly timeMs: number;
  /** 32 bytes: the id; of an unreadable line, its digest. */
  readonly key: Uint8Array;
  /** SHA-256 of the line's bytes. */
  readonly digest: Uint8Array;
  /** Which of the files. */
  readonly source: number;
  readonly startByte: number;
  readonly lengthBytes: number;
}

const FIRST_LINES = 1024;

export class LineIndex {
  #count = 0;
  #kinds = new Uint8Array(FIRST_LINES);
  #times = new Float64Array(FIRST_LINES);
  #keys = new Uint8Array(FIRST_LINES * DIGEST_BYTES);
  #sources = new Uint32Array(FIRST_LINES);
  #starts = new Float64Array(FIRST_LINES);
  #lengths = new Float64Array(FIRST_LINES);
  readonly #texts = new DigestTable();

  get count(): number {
    return this.#count;
  }

  /** The place of the line of these bytes; null: there is none. */
  find(digest: Uint8Array): number | null {
    return this.#texts.find(digest);
  }

  /** `line` is another than all before: ask `find` first. */
  add(line: IndexedLine): void {
    if (this.#count === this.#kinds.length) this.#grow();
    const place = this.#count;
    this.#kinds[place] = LINE_KINDS.indexOf(line.kind);
    this.#times[place] = line.timeMs;
    this.#keys.set(line.key, place * DIGEST_BYTES);
    this.#sources[place] = line.source;
    this.#starts[place] = line.startByte;
    this.#lengths[place] = line.lengthBytes;
    this.#texts.add(line.digest);
    this.#count += 1;
  }

  kindOf(place: number): LineKind {
    return LINE_KINDS[this.#kinds[place] as number] as LineKind;
  }

  sourceOf(place: number): number {
    return this.#sources[place] as number;
  }

  startOf(place: number): number {
    return this.#starts[place] as number;
  }

  lengthOf(place: number): number {
    return this.#lengths[place] as number;
  }

  digestAt(place: number): Uint8Array {
    return this.#texts.at(place);
  }

  isText(place: number, digest: Uint8Array): boolean {
    return this.#texts.isAt(place, digest);
  }

  /** Of lines that are known and claim the same: one of them may stand for the others. */
  claimSame(a: number, b: number): boolean {
    return this.kindOf(a) !== 'unreadable' && this.#compareClaims(a, b) === 0;
  }

  /** All places: what is known by its time, then by kind and id; then what is not, by its digest. */
  ordered(): Uint32Array {
    const places = Uint32Array.from({ length: this.#count }, (_, place) => place);
    return places.sort((a, b) => this.#compareClaims(a, b) || this.#texts.compare(a, b));
  }

  #compareClaims(a: number, b: number): number {
    return (
      Number(this.kindOf(a) === 'unreadable') - Number(this.kindOf(b) === 'unreadable') ||
      compareNumbers(this.#times[a] as number, this.#times[b] as number) ||
      compareNumbers(this.#kinds[a] as number, this.#kinds[b] as number) ||
      compareBytes(this.#keys, a, b)
    );
  }

  #grow(): void {
    this.#kinds = doubled(this.#kinds);
    this.#times = doubled(this.#times);
    this.#keys = doubled(this.#keys);
    this.#sources = doubled(this.#sources);
    this.#starts = doubled(this.#starts);
    this.#lengths = doubled(this.#lengths);
  }
}

/** Not by subtraction: two infinities are equal. */
function compareNumbers(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
