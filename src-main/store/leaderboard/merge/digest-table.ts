/** Digests in the order in which they came, each once: open addressing in typed arrays, since a Map ends at 2²⁴ entries. */

/** SHA-256, which is also what ids are. */
export const DIGEST_BYTES = 32;

const FIRST_SLOTS = 2048;
/** Probes grow long in a table that is fuller. */
const FULL_RATIO = 0.6;

export class DigestTable {
  #count = 0;
  #digests = new Uint8Array(1024 * DIGEST_BYTES);
  /** Place + 1 of the digest; 0: empty. */
  #slots = new Uint32Array(FIRST_SLOTS);

  /** Its place; null: it is not there. */
  find(digest: Uint8Array): number | null {
    const found = this.#slots[this.#slotOf(digest)] as number;
    return found === 0 ? null : found - 1;
  }

  /** At the next place. The table must not hold it yet. */
  add(digest: Uint8Array): void {
    if ((this.#count + 1) * DIGEST_BYTES > this.#digests.length) this.#digests = doubled(this.#digests);
    if (this.#count >= FULL_RATIO * this.#slots.length) this.#rehash();
    this.#digests.set(digest, this.#count * DIGEST_BYTES);
    this.#slots[this.#slotOf(digest)] = this.#count + 1;
    this.#count += 1;
  }

  at(place: number): Uint8Array {
    return this.#digests.subarray(place * DIGEST_BYTES, (place + 1) * DIGEST_BYTES);
  }

  isAt(place: number, digest: Uint8Array): boolean {
    const from = place * DIGEST_BYTES;
    for (let index = 0; index < DIGEST_BYTES; index += 1) {
      if (this.#digests[from + index] !== digest[index]) return false;
    }
    return true;
  }

  compare(a: number, b: number): number {
    return compareBytes(this.#digests, a, b);
  }

  /** That of the digest, or the empty one where it belongs. */
  #slotOf(digest: Uint8Array): number {
    const mask = this.#slots.length - 1;
    let slot = firstWord(digest, 0) & mask;
    for (;;) {
      const found = this.#slots[slot] as number;
      if (found === 0 || this.isAt(found - 1, digest)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #rehash(): void {
    this.#slots = new Uint32Array(2 * this.#slots.length);
    const mask = this.#slots.length - 1;
    for (let place = 0; place < this.#count; place += 1) {
      let slot = firstWord(this.#digests, place * DIGEST_BYTES) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = place + 1;
    }
  }
}

/** A digest is random in each of its parts. */
function firstWord(bytes: Uint8Array, from: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = [bytes[from], bytes[from + 1], bytes[from + 2], bytes[from + 3]];
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

/** Of the digests at two places of `bytes`. */
export function compareBytes(bytes: Uint8Array, a: number, b: number): number {
  const [fromA, fromB] = [a * DIGEST_BYTES, b * DIGEST_BYTES];
  for (let index = 0; index < DIGEST_BYTES; index += 1) {
    const difference = (bytes[fromA + index] as number) - (bytes[fromB + index] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The same, with as much room again behind it. */
export function doubled<T extends Uint8Array | Uint32Array | Float64Array>(former: T): T {
  const Kind = former.constructor as new (length: number) => T;
  const longer = new Kind(2 * former.length);
  longer.set(former);
  return longer;
}
