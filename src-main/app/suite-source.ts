/** What this machine can do, probed in a process of its own so that the window stays quick. */
import { Fault } from '#core/errors.ts';
import type { Suite } from '#core/suite.ts';
import type { Places } from '#runner/places.ts';
import type { StartBench } from './bench.ts';
import { oneJob } from './one-job.ts';

interface Probing {
  readonly plugAddress: string | null;
  readonly suite: Promise<Suite>;
}

export class SuiteSource {
  readonly #startBench: StartBench;
  readonly #placesNow: () => Places;
  readonly #electron: string;
  #last: Suite | null = null;
  #probing: Probing | null = null;

  /** `placesNow` is asked before each probing: what a person sets may change them. */
  constructor(startBench: StartBench, placesNow: () => Places, electron: string) {
    this.#startBench = startBench;
    this.#placesNow = placesNow;
    this.#electron = electron;
  }

  /**
   * Probes anew, so that a meter whose permission was just corrected appears; while something is
   * measured (`quiet`) the last answer is given instead.
   */
  async get(quiet: boolean): Promise<Suite> {
    if (quiet && this.#last !== null) return this.#last;
    const places = this.#placesNow();
    const { plugAddress } = places.meterSources;
    // What is under way answers for it unless the meters that it looks for are others meanwhile.
    if (this.#probing?.plugAddress !== plugAddress) this.#probing = this.#after(this.#probing, places);
    this.#last = await this.#probing.suite;
    return this.#last;
  }

  /** One after the other: two would disturb each other. */
  #after(former: Probing | null, places: Places): Probing {
    const start = (): Promise<Suite> => this.#probe(places);
    const suite = former === null ? start() : former.suite.then(start, start);
    const probing: Probing = {
      plugAddress: places.meterSources.plugAddress,
      suite: suite.finally(() => {
        if (this.#probing === probing) this.#probing = null;
      }),
    };
    return probing;
  }

  async #probe(places: Places): Promise<Suite> {
    const job = { kind: 'describe', places, electron: this.#electron } as const;
    const { suite } = await oneJob(
      this.#startBench,
      job,
      'suite',
      (reason) => new Fault('worker-died', `The process that looks for meters ${reason}.`),
    );
    return suite;
  }
}
