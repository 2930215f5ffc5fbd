/** Keeps when each inference began and ended, in arrays that grow by doubling: the hot loop allocates almost never. */

const FIRST_CAPACITY = 1 << 14;

/** Times as they were given, s, in their order; both arrays have the same length. */
export interface RecordedTimes {
  readonly startsS: Float64Array<ArrayBuffer>;
  readonly endsS: Float64Array<ArrayBuffer>;
}

export class TimeRecorder {
  count = 0;
  #startsS = new Float64Array(FIRST_CAPACITY);
  #endsS = new Float64Array(FIRST_CAPACITY);

  add(startS: number, endS: number): void {
    if (this.count === this.#startsS.length) {
      this.#startsS = doubled(this.#startsS);
      this.#endsS = doubled(this.#endsS);
    }
    this.#startsS[this.count] = startS;
    this.#endsS[this.count] = endS;
    this.count += 1;
  }

  times(): RecordedTimes {
    return { startsS: this.#startsS.slice(0, this.count), endsS: this.#endsS.slice(0, this.count) };
  }
}

function doubled(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * array.length);
  larger.set(array);
  return larger;
}
