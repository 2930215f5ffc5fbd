/** Reads the wire format with a bound on what is made from it: two bytes of a file can become an object of 200. */
import protobuf from 'protobufjs/light.js';
import { Fault } from '#core/errors.ts';

/**
 * The most records (messages, names, numbers outside lists), and the most numbers in lists. A node takes
 * about 20 records, so that a hundred thousand nodes fit. What is made to exhaust memory (a tensor of two
 * bytes each, say) stops here; the worst that was tried takes 2.5 GB.
 */
const MOST_RECORDS = 4_000_000;
const MOST_NUMBERS = 10_000_000;

export class BoundedReader extends protobuf.Reader {
  #records = 0;
  #numbers = 0;

  constructor(bytes: Uint8Array) {
    super(bytes);
    (this as { discardUnknown: boolean }).discardUnknown = false;
  }

  /** Before each record. */
  override tag(): number {
    this.#records += 1;
    if (this.#records > MOST_RECORDS) throw tooMany(`${MOST_RECORDS} records`);
    return super.tag();
  }

  override floats(array?: number[]): number[] {
    this.#expectNumbers(4);
    return super.floats(array);
  }

  override int64s(array?: Parameters<protobuf.Reader['int64s']>[0]): ReturnType<protobuf.Reader['int64s']> {
    this.#expectNumbers(1);
    return super.int64s(array);
  }

  /** Looks at the length of the list that comes, of numbers of at least so many bytes each. */
  #expectNumbers(leastBytes: number): void {
    const start = this.pos;
    // The rest of the message holds no more than it can, whatever the length says.
    const bytes = Math.min(this.uint32(), this.len - this.pos);
    this.pos = start;
    this.#numbers += Math.floor(bytes / leastBytes);
    if (this.#numbers > MOST_NUMBERS) throw tooMany(`${MOST_NUMBERS} numbers in attributes and shapes`);
  }
}

function tooMany(what: string): Fault {
  return new Fault('model-unsupported', `the model has more than ${what}`, {
    remedy: 'No model in use is like this; do not trust the file.',
  });
}
