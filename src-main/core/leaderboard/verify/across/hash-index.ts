/** Where a hash was first seen: open addressing in typed arrays, 12 bytes a slot, since a Map takes some 50 and ends at 2²⁴. */

/** 64 bits in two words. Among ten million different things two share one with a probability of 3 in a million. */
export interface Hash {
  readonly high: number;
  readonly low: number;
}

const FIRST_SLOTS = 1 << 10;
/** Probes grow long in a table that is fuller. */
const FULL_RATIO = 0.7;
const EMPTY = -1;

export class HashIndex {
  #high = new Uint32Array(FIRST_SLOTS);
  #low = new Uint32Array(FIRST_SLOTS);
  #values = new Int32Array(FIRST_SLOTS).fill(EMPTY);
  #used = 0;

  /** What was put first under the hash; `value` (0 … 2³¹−1) where nothing was. */
  claim(hash: Hash, value: number): number {
    if (this.#used >= FULL_RATIO * this.#values.length) this.#grow();
    const slot = this.#slotOf(hash);
    const found = this.#values[slot] as number;
    if (found !== EMPTY) return found;
    this.#put(slot, hash, value);
    this.#used += 1;
    return value;
  }

  get bytes(): number {
    return 12 * this.#values.length;
  }

  #put(slot: number, { high, low }: Hash, value: number): void {
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#values[slot] = value;
  }

  /** That of the hash, or the empty one where it belongs. */
  #slotOf({ high, low }: Hash): number {
    const mask = this.#values.length - 1;
    let slot = low & mask;
    while (this.#values[slot] !== EMPTY && (this.#high[slot] !== high || this.#low[slot] !== low)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const [high, low, values] = [this.#high, this.#low, this.#values];
    this.#high = new Uint32Array(2 * high.length);
    this.#low = new Uint32Array(2 * low.length);
    this.#values = new Int32Array(2 * values.length).fill(EMPTY);
    for (const [slot, value] of values.entries()) {
      if (value === EMPTY) continue;
      const hash = { high: high[slot] as number, low: low[slot] as number };
      this.#put(this.#slotOf(hash), hash, value);
    }
  }
}

/** Of numbers, bit by bit (0 and −0 differ, all NaN are one): two lanes of MurmurHash3's mixing, each with its own seed. */
export class Hasher {
  readonly #double = new Float64Array(1);
  readonly #words = new Uint32Array(this.#double.buffer);
  #high = 0x9e3779b9;
  #low = 0x85ebca6b;

  reset(): this {
    this.#high = 0x9e3779b9;
    this.#low = 0x85ebca6b;
    return this;
  }

  number(value: number): this {
    this.#double[0] = value;
    return this.#word(this.#words[0] as number).#word(this.#words[1] as number);
  }

  text(value: string): this {
    for (let index = 0; index < value.length; index += 1) this.#word(value.charCodeAt(index));
    return this.#word(value.length);
  }

  hash(): Hash {
    return { high: avalanche(this.#high), low: avalanche(this.#low) };
  }

  #word(word: number): this {
    this.#high = lane(this.#high, word, 0xcc9e2d51, 0x1b873593);
    this.#low = lane(this.#low, word, 0x239b961b, 0xab0e9789);
    return this;
  }
}

function lane(state: number, word: number, first: number, second: number): number {
  let mixed = Math.imul(word, first);
  mixed = Math.imul((mixed << 15) | (mixed >>> 17), second);
  const turned = state ^ mixed;
  return (Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64) | 0;
}

function avalanche(state: number): number {
  let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
