/** What this machine can do, probed in a process of its own so that the window stays quick. */
import { Fault } from '#core/errors.ts';
import type { Suite } from '#core/suite.ts';
import type { Places } from '#runner/places.ts';
import type { StartBench } from './bench.ts';
import { oneJob } from './one-job.ts';
import { memoryKey, type SuiteMemory } from './suite-memory.ts';

/** Of the program and of what it runs in. */
export interface Versions {
  readonly joulemark: string;
  readonly electron: string;
}

interface Probing {
  readonly plugAddress: string | null;
  readonly suite: Promise<Suite>;
  readonly stop: AbortController;
}

export class SuiteSource {
  readonly #startBench: StartBench;
  readonly #placesNow: () => Places;
  readonly #versions: Versions;
  readonly #memory: SuiteMemory;
  #last: Suite | null = null;
  #probing: Probing | null = null;

  /** `placesNow` is asked before each probing: what a person sets may change them. */
  constructor(startBench: StartBench, placesNow: () => Places, versions: Versions, memory: SuiteMemory) {
    this.#startBench = startBench;
    this.#placesNow = placesNow;
    this.#versions = versions;
    this.#memory = memory;
  }

  /** The last answer of this start or of the one before; null: there is none. */
  last(): Suite | null {
    this.#last ??= this.#memory.read(this.#keyOf(this.#placesNow()));
    return this.#last;
  }

  /**
   * Probes anew, so that a meter whose permission was just corrected appears; while something is
   * measured (`quiet`) the last answer is given instead.
   */
  async get(quiet: boolean): Promise<Suite> {
    if (quiet) return this.last() ?? this.#refuse();
    const places = this.#placesNow();
    const { plugAddress } = places.meterSources;
    // What is under way answers for it unless the meters that it looks for are others meanwhile.
    if (this.#probing?.plugAddress !== plugAddress) this.#probing = this.#after(this.#probing, places);
    this.#last = await this.#probing.suite;
    this.#memory.write(this.#keyOf(places), this.#last);
    return this.#last;
  }

  /** Ends what is under way, which would disturb a measurement; who waits for it gets the fault `interrupted`. */
  stop(): void {
    this.#probing?.stop.abort();
  }

  /** One after the other: two would disturb each other. */
  #after(former: Probing | null, places: Places): Probing {
    const stop = new AbortController();
    const start = (): Promise<Suite> => this.#probe(places, stop.signal);
    const suite = former === null ? start() : former.suite.then(start, start);
    const probing: Probing = {
      plugAddress: places.meterSources.plugAddress,
      suite: suite.finally(() => {
        if (this.#probing === probing) this.#probing = null;
      }),
      stop,
    };
    // One that is asked for anew, and no longer wanted, is not waited for.
    if (former !== null) stop.signal.addEventListener('abort', () => former.stop.abort());
    return probing;
  }

  async #probe(places: Places, signal: AbortSignal): Promise<Suite> {
    const job = { kind: 'describe', places, electron: this.#versions.electron } as const;
    const { suite } = await oneJob(
      this.#startBench,
      job,
      'suite',
      (reason) => new Fault('worker-died', `The process that looks for meters ${reason}.`),
      signal,
    );
    return suite;
  }

  #keyOf({ meterSources }: Places): string {
    return memoryKey([this.#versions, meterSources]);
  }

  #refuse(): never {
    throw new Fault('run-in-progress', 'Nothing is looked for while something is measured.');
  }
}
