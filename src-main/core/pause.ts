import type { PauseSignal, StopSignal } from './ports.ts';

/** Set by whoever speaks with the person, looked at by the engine. */
export class PauseSwitch implements PauseSignal {
  #asked = false;
  readonly #waiting = new Set<() => void>();

  get asked(): boolean {
    return this.#asked;
  }

  pause(): void {
    this.#asked = true;
  }

  resume(): void {
    this.#asked = false;
    for (const wake of [...this.#waiting]) wake();
  }

  untilResumed(signal: StopSignal): Promise<void> {
    if (!this.#asked || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}
