/** Holds the window's updates to one a second while something is measured. */
import type { RunEvent } from '#core/events.ts';

const PERIOD_MS = 1000;

/**
 * Passes events on in their order. Progress comes at most once a period: the latest is kept and
 * sent when the period is over; one that is overtaken by another event is dropped.
 */
export class ProgressGate {
  readonly #send: (event: RunEvent) => void;
  #timer: NodeJS.Timeout | null = null;
  #waiting: RunEvent | null = null;

  constructor(send: (event: RunEvent) => void) {
    this.#send = send;
  }

  push(event: RunEvent): void {
    if (event.kind !== 'progress') {
      this.#waiting = null;
      this.#send(event);
    } else if (this.#timer !== null) {
      this.#waiting = event;
    } else {
      this.#sendProgress(event);
    }
  }

  /** Nothing is sent after this. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = null;
  }

  #sendProgress(event: RunEvent): void {
    this.#send(event);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      const next = this.#waiting;
      this.#waiting = null;
      if (next !== null) this.#sendProgress(next);
    }, PERIOD_MS);
  }
}
