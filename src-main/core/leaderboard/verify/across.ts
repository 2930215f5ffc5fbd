/**
 * What only shows when many lines are seen together: windows that are in more than one of them, runs that two
 * machines claim, a submission that two keys have signed.
 *
 * Which of several lines is called implausible does not depend on their order: those behind the one that stands
 * first, by who stands for it (a trusted key, any key, nobody), then by the earlier run, then by the smaller id.
 */
import { canonicalText } from '../identity.ts';
import type { Submission } from '../schema.ts';
import type { Window } from '../../record/schema.ts';
import { Hasher, HashIndex, type Hash } from './across/hash-index.ts';
import { LineStore, type KeptLine, type Standing } from './across/line-store.ts';

export interface Signer {
  /** Public key (hex) whose signature holds; null: unsigned. */
  readonly signedBy: string | null;
  /** True where whoever asks trusts that key, or the line for another reason. */
  readonly isTrusted: boolean;
}

export interface AcrossFinding {
  readonly lineNumber: number;
  readonly id: string;
  /** First 16 hex digits of the key that signed it; null: unsigned. */
  readonly keyStart: string | null;
  /** In words, naming the line that stands before it. */
  readonly reason: string;
}

/**
 * Feed it what each line by itself leaves standing: `verified` and `unsigned` ones. Memory: about 200 bytes a line of five
 * windows, whatever its length; see `bytes`. Only verbatim copies are found: one with a changed digit is not.
 */
export class AcrossLines {
  readonly #lines = new LineStore();
  readonly #ids = new HashIndex();
  readonly #runs = new HashIndex();
  readonly #runIds = new HashIndex();
  readonly #measured = new HashIndex();
  readonly #idle = new HashIndex();
  /** The line that stands first for each run, by its number. */
  readonly #firstOfRun: number[] = [];
  readonly #hasher = new Hasher();
  /** Lines that share a measuring window, runs that share an idle window or an id: by what they share. */
  readonly #sharedWindows = new Groups();
  readonly #sharedIdle = new Groups();
  readonly #sharedRunIds = new Groups();
  /** Further signers of a submission. */
  readonly #signers: { readonly index: number; readonly lineNumber: number; readonly keyStart: string }[] =
    [];

  /** `lineNumber`: a number that tells the line apart, below 2³²; also over several files. */
  add(lineNumber: number, submission: Submission, { signedBy, isTrusted }: Signer): void {
    const standing: Standing = isTrusted ? 'trusted' : signedBy === null ? 'unsigned' : 'signed';
    const startedMs = Date.parse(submission.startedAt);
    const line = { lineNumber, standing, startedMs, id: submission.id, signedBy, run: 0 };
    const known = this.#ids.claim(this.#hasher.reset().text(submission.id).hash(), this.#lines.count);
    if (known < this.#lines.count) {
      this.#addAgain(known, line);
      return;
    }
    const run = this.#runOf(submission);
    const index = this.#lines.add({ ...line, run });
    const first = this.#firstOfRun[run];
    if (first === undefined || this.#lines.compare(index, first) < 0) this.#firstOfRun[run] = index;
    for (const window of submission.windows) {
      const hash = this.#windowHash(window);
      if (window.kind === 'measure') this.#share(this.#measured, this.#sharedWindows, hash, index);
      else this.#share(this.#idle, this.#sharedIdle, hash, run);
    }
  }

  /** One a line and kind, by line. `nameOf`: how people find a line. */
  findings(nameOf: (lineNumber: number) => string = (lineNumber) => `line ${lineNumber}`): AcrossFinding[] {
    const lines = this.#lines;
    const found = new Map<string, AcrossFinding>();
    const say = (lineNumber: number, index: number, kind: string, reason: string, key?: string) => {
      const name = `${lineNumber} ${kind}`;
      const keyStart = key ?? lines.keyStart(index);
      if (!found.has(name)) found.set(name, { lineNumber, id: lines.id(index), keyStart, reason });
    };
    const describe = (index: number) =>
      `${nameOf(lines.lineNumber(index))} (${lines.id(index).slice(0, 12)})`;
    const byStanding = (a: number, b: number) => lines.compare(a, b);

    for (const members of this.#sharedWindows) {
      const [first, ...later] = [...members].sort(byStanding) as [number, ...number[]];
      for (const index of later) {
        say(lines.lineNumber(index), index, 'window', `holds measuring windows of ${describe(first)}`);
      }
    }
    const firstOf = (run: number) => this.#firstOfRun[run] as number;
    const laterRuns = new Map<number, string>();
    const addRuns = (groups: Groups, what: string) => {
      for (const runs of groups) {
        const [first, ...later] = [...runs].sort((a, b) => byStanding(firstOf(a), firstOf(b))) as [
          number,
          ...number[],
        ];
        for (const run of later) {
          if (!laterRuns.has(run)) laterRuns.set(run, `${what} ${describe(firstOf(first))}`);
        }
      }
    };
    addRuns(this.#sharedRunIds, 'has the run id, but not the machine or the start, of');
    addRuns(this.#sharedIdle, 'holds idle windows of another run, that of');
    if (laterRuns.size > 0) {
      for (let index = 0; index < lines.count; index += 1) {
        const reason = laterRuns.get(lines.run(index));
        if (reason !== undefined) say(lines.lineNumber(index), index, 'run', reason);
      }
    }
    for (const { index, lineNumber, keyStart } of this.#signers) {
      const reason = `is signed by the key ${keyStart}…, and ${describe(index)} by ${lines.keyStart(index)}…`;
      say(lineNumber, index, 'signer', reason, keyStart);
    }
    return [...found.values()].sort((a, b) => a.lineNumber - b.lineNumber || (a.reason < b.reason ? -1 : 1));
  }

  /** Of all that is kept but the findings. */
  get bytes(): number {
    const indexes = [this.#ids, this.#runs, this.#runIds, this.#measured, this.#idle];
    return indexes.reduce((sum, index) => sum + index.bytes, this.#lines.bytes + 8 * this.#firstOfRun.length);
  }

  #addAgain(index: number, line: KeptLine): void {
    const [kept, given] = [this.#lines.keyStart(index), line.signedBy?.slice(0, 16) ?? null];
    const isFirst = this.#lines.compareSigner(index, line) < 0;
    if (kept !== null && given !== null && kept !== given) {
      this.#signers.push(
        isFirst
          ? { index, lineNumber: this.#lines.lineNumber(index), keyStart: kept }
          : { index, lineNumber: line.lineNumber, keyStart: given },
      );
    }
    if (!isFirst) return;
    this.#lines.setSigner(index, line);
    const run = this.#lines.run(index);
    if (this.#lines.compare(index, this.#firstOfRun[run] as number) < 0) this.#firstOfRun[run] = index;
  }

  /** Lines of one run share the machine and the moment. */
  #runOf({ runId, device, startedAt }: Submission): number {
    const key = this.#hasher.reset().text(runId).text(canonicalText(device)).text(startedAt).hash();
    const run = this.#runs.claim(key, this.#firstOfRun.length);
    this.#share(this.#runIds, this.#sharedRunIds, this.#hasher.reset().text(runId).hash(), run);
    return run;
  }

  #share(index: HashIndex, groups: Groups, hash: Hash, member: number): void {
    const first = index.claim(hash, member);
    if (first !== member) groups.add(hash, first, member);
  }

  /**
   * With its start, to the nanosecond: at a fixed rate the rest may coincide among millions of honest windows. Who
   * shifts it could as well change any other digit, and would not be found either.
   */
  #windowHash({ startS, durationS, inferences, energyJ, cpuSeconds }: Window): Hash {
    const hasher = this.#hasher.reset().number(startS).number(durationS).number(inferences);
    return hasher
      .number(energyJ ?? NaN)
      .number(cpuSeconds)
      .hash();
  }
}

class Groups {
  readonly #byHash = new Map<string, Set<number>>();

  add({ high, low }: Hash, first: number, member: number): void {
    const key = `${high} ${low}`;
    const group = this.#byHash.get(key);
    if (group === undefined) this.#byHash.set(key, new Set([first, member]));
    else group.add(member);
  }

  [Symbol.iterator](): IterableIterator<ReadonlySet<number>> {
    return this.#byHash.values();
  }
}
