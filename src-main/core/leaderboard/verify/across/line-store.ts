/** What is kept of each submission: 57 bytes, however long its line was. */

/** Who stands for a line, the least first. */
export const STANDINGS = ['unsigned', 'signed', 'trusted'] as const;
export type Standing = (typeof STANDINGS)[number];

export interface KeptLine {
  readonly lineNumber: number;
  readonly standing: Standing;
  readonly startedMs: number;
  /** 64 hex digits. */
  readonly id: string;
  /** Public key (hex); null: unsigned. */
  readonly signedBy: string | null;
  /** Number of its run. */
  readonly run: number;
}

const ID_BYTES = 32;
/** As much of a key as tells two apart and which is smaller. */
const KEY_BYTES = 8;
/** No key begins so, but for one try in 2⁶⁴. */
const NO_KEY = '00'.repeat(KEY_BYTES);
const FIRST_LINES = 256;

export class LineStore {
  #lineNumbers = new Uint32Array(FIRST_LINES);
  #standings = new Uint8Array(FIRST_LINES);
  #startedMs = new Float64Array(FIRST_LINES);
  #runs = new Uint32Array(FIRST_LINES);
  #ids = new Uint8Array(FIRST_LINES * ID_BYTES);
  #keys = new Uint8Array(FIRST_LINES * KEY_BYTES);
  count = 0;

  /** Returns its index. */
  add(line: KeptLine): number {
    if (this.count === this.#runs.length) this.#grow();
    const index = this.count;
    this.count += 1;
    this.#startedMs[index] = line.startedMs;
    this.#runs[index] = line.run;
    writeHex(this.#ids, index * ID_BYTES, line.id, ID_BYTES);
    this.setSigner(index, line);
    return index;
  }

  /** The same submission with more standing: that line stands for it. */
  setSigner(index: number, { lineNumber, standing, signedBy }: KeptLine): void {
    this.#lineNumbers[index] = lineNumber;
    this.#standings[index] = STANDINGS.indexOf(standing);
    writeHex(this.#keys, index * KEY_BYTES, signedBy ?? '', KEY_BYTES);
  }

  lineNumber(index: number): number {
    return this.#lineNumbers[index] as number;
  }

  run(index: number): number {
    return this.#runs[index] as number;
  }

  id(index: number): string {
    return readHex(this.#ids, index * ID_BYTES, ID_BYTES);
  }

  /** Its first bytes in hex; null: unsigned. */
  keyStart(index: number): string | null {
    const hex = readHex(this.#keys, index * KEY_BYTES, KEY_BYTES);
    return hex === NO_KEY ? null : hex;
  }

  /** Below 0: the first one stands before the other. By standing, then the earlier run, then the smaller id. */
  compare(a: number, b: number): number {
    return (
      (this.#standings[b] as number) - (this.#standings[a] as number) ||
      (this.#startedMs[a] as number) - (this.#startedMs[b] as number) ||
      (this.id(a) < this.id(b) ? -1 : Number(this.id(a) > this.id(b)))
    );
  }

  /** Of two lines of one submission: below 0 where the given one's signer stands before the kept one's. */
  compareSigner(index: number, { standing, signedBy }: KeptLine): number {
    const by = (this.#standings[index] as number) - STANDINGS.indexOf(standing);
    const [given, kept] = [(signedBy ?? '').slice(0, 2 * KEY_BYTES), this.keyStart(index) ?? ''];
    return by || (given < kept ? -1 : Number(given > kept));
  }

  get bytes(): number {
    const arrays = [this.#lineNumbers, this.#standings, this.#startedMs, this.#runs, this.#ids, this.#keys];
    return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  #grow(): void {
    const lines = 2 * this.#runs.length;
    this.#lineNumbers = copied(new Uint32Array(lines), this.#lineNumbers);
    this.#standings = copied(new Uint8Array(lines), this.#standings);
    this.#startedMs = copied(new Float64Array(lines), this.#startedMs);
    this.#runs = copied(new Uint32Array(lines), this.#runs);
    this.#ids = copied(new Uint8Array(lines * ID_BYTES), this.#ids);
    this.#keys = copied(new Uint8Array(lines * KEY_BYTES), this.#keys);
  }
}

function copied<T extends Uint8Array | Uint32Array | Float64Array>(to: T, from: T): T {
  to.set(from);
  return to;
}

function writeHex(to: Uint8Array, offset: number, hex: string, count: number): void {
  for (let byte = 0; byte < count; byte += 1) {
    to[offset + byte] = Number.parseInt(hex.slice(2 * byte, 2 * byte + 2), 16) || 0;
  }
}

function readHex(from: Uint8Array, offset: number, count: number): string {
  let hex = '';
  for (let byte = 0; byte < count; byte += 1)
    hex += (from[offset + byte] as number).toString(16).padStart(2, '0');
  return hex;
}
