/** Work on models and benchmarks keep out of each other's way: what one takes of the machine would disturb the other. */
import { Fault } from '#core/errors.ts';

export class ModelJobs {
  readonly #isMeasuring: () => boolean;
  /** What is under way, as a sentence without its end. */
  #current: string | null = null;

  constructor(isMeasuring: () => boolean) {
    this.#isMeasuring = isMeasuring;
  }

  /** Throws `run-in-progress` while a benchmark or another job of models is under way. */
  refuseNow(): void {
    if (this.#isMeasuring()) {
      throw new Fault('run-in-progress', 'A benchmark is running; models wait until it has ended.');
    }
    this.#refuse('one job of models at a time');
  }

  /** `what`: e.g. `A model is being imported`. Throws as above; returns the function that ends it. */
  begin(what: string): () => void {
    this.refuseNow();
    this.#current = what;
    return () => {
      this.#current = null;
    };
  }

  async during<T>(what: string, job: () => Promise<T>): Promise<T> {
    const end = this.begin(what);
    try {
      return await job();
    } finally {
      end();
    }
  }

  /** For whoever wants to measure. Throws `run-in-progress` while models are worked on. */
  refuseRun(): void {
    this.#refuse('a benchmark waits until that has ended');
  }

  #refuse(why: string): void {
    if (this.#current === null) return;
    throw new Fault('run-in-progress', `${this.#current}; ${why}.`, {
      remedy: 'Wait for it to end, or stop it on the page Models.',
    });
  }
}
