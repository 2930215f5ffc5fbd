/** What this machine can do, probed in a process of its own so that the window stays quick. */
import { Fault } from '#core/errors.ts';
import type { Suite } from '#core/suite.ts';
import type { Places } from '#runner/places.ts';
import type { StartBench } from './bench.ts';

export class SuiteSource {
  readonly #startBench: StartBench;
  readonly #places: Places;
  readonly #electron: string;
  #last: Suite | null = null;
  #probing: Promise<Suite> | null = null;

  constructor(startBench: StartBench, places: Places, electron: string) {
    this.#startBench = startBench;
    this.#places = places;
    this.#electron = electron;
  }

  /**
   * Probes anew, so that a meter whose permission was just corrected appears; while something is
   * measured (`quiet`) the last answer is given instead.
   */
  async get(quiet: boolean): Promise<Suite> {
    if (quiet && this.#last !== null) return this.#last;
    this.#probing ??= this.#probe().finally(() => {
      this.#probing = null;
    });
    this.#last = await this.#probing;
    return this.#last;
  }

  #probe(): Promise<Suite> {
    return new Promise((resolve, reject) => {
      const job = { kind: 'describe', places: this.#places, electron: this.#electron } as const;
      const bench = this.#startBench(job, {
        onMessage: (message) => {
          if (message.kind === 'suite') resolve(message.suite);
          if (message.kind === 'failed') reject(Fault.fromWire(message.fault));
          bench.kill();
        },
        onExit: (reason) => reject(new Fault('worker-died', `The process that looks for meters ${reason}.`)),
      });
    });
  }
}
