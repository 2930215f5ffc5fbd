import type { Configuration } from '#core/configuration.ts';
import type { Progress } from '#core/events.ts';
import type { Clock } from '#core/ports.ts';

/** Foresees the run in steps (a preparation, a window) and times the steps that are done. */
export class ProgressTracker {
  readonly #clock: Clock;
  readonly #startS: number;
  readonly #timeLimitS: number;
  #done = 0;
  #foreseen: number;
  #pausedS = 0;

  constructor(clock: Clock, foreseen: number, timeLimitS: number) {
    this.#clock = clock;
    this.#startS = clock.nowS();
    this.#timeLimitS = timeLimitS;
    this.#foreseen = foreseen;
  }

  foresee(steps: number): void {
    this.#foreseen += steps;
  }

  /** Time that a person took, which is no part of the run's. */
  paused(durationS: number): void {
    this.#pausedS += durationS;
  }

  get isOutOfTime(): boolean {
    return this.#spentS() >= this.#timeLimitS;
  }

  step(): void {
    this.#done += 1;
  }

  at(
    phase: Progress['phase'],
    round: number,
    current: Configuration | null,
    window: Progress['window'] = null,
  ): Progress {
    const spentS = this.#spentS();
    const left = Math.max(0, this.#foreseen - this.#done);
    const leftS = this.#done === 0 ? null : (spentS / this.#done) * left;
    return {
      doneRatio: this.#foreseen === 0 ? 1 : Math.min(1, this.#done / this.#foreseen),
      timeLeftS: leftS === null ? null : Math.min(leftS, Math.max(0, this.#timeLimitS - spentS)),
      phase,
      round,
      current,
      window,
    };
  }

  #spentS(): number {
    return this.#clock.nowS() - this.#startS - this.#pausedS;
  }
}
