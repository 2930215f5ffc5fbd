import type { Clock, StopSignal } from '#core/ports.ts';

const PUMPS_PER_LOOP = 1000;

interface Sleeper {
  readonly untilS: number;
  readonly order: number;
  readonly wake: () => void;
}

/**
 * Time that passes only when everybody sleeps: after each wake-up all that can run without time
 * runs, then the clock jumps to the next sleeper. Hours of protocol take milliseconds.
 */
export class VirtualClock implements Clock {
  #nowS = 0;
  #order = 0;
  #pumping = false;
  #pumps = 0;
  readonly #sleepers: Sleeper[] = [];
  readonly #lateS: () => number;

  /** `lateS`: by how much each sleep is longer than asked, as on real machines; s. */
  constructor(lateS: () => number = () => 0) {
    this.#lateS = lateS;
  }

  nowS(): number {
    return this.#nowS;
  }

  wallTime(): Date {
    return new Date(Date.UTC(2026, 0, 1) + this.#nowS * 1000);
  }

  sleep(durationS: number, signal?: StopSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        untilS: this.#nowS + (durationS > 0 ? durationS + this.#lateS() : 0),
        order: (this.#order += 1),
        wake: () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      const abort = () => {
        const at = this.#sleepers.indexOf(sleeper);
        if (at >= 0) this.#sleepers.splice(at, 1);
        sleeper.wake();
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#sleepers.push(sleeper);
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    this.#pumps += 1;
    // Now and then by way of the event loop, or a simulation that never ends could not even time out.
    if (this.#pumps % PUMPS_PER_LOOP === 0) setImmediate(() => this.#advance());
    // A tick that is queued from a microtask runs when no microtask is left: everybody sleeps.
    else queueMicrotask(() => process.nextTick(() => this.#advance()));
  }

  #advance(): void {
    this.#pumping = false;
    const next = this.#takeNext();
    if (next === null) return;
    this.#nowS = Math.max(this.#nowS, next.untilS);
    next.wake();
    this.#pump();
  }

  #takeNext(): Sleeper | null {
    let best = -1;
    for (const [index, sleeper] of this.#sleepers.entries()) {
      const leader = this.#sleepers[best];
      if (
        leader === undefined ||
        sleeper.untilS < leader.untilS ||
        (sleeper.untilS === leader.untilS && sleeper.order < leader.order)
      ) {
        best = index;
      }
    }
    return best < 0 ? null : (this.#sleepers.splice(best, 1)[0] ?? null);
  }
}
