/** Holds what changes on the screen to one change a second: drawing costs energy while energy is measured. */

const PERIOD_MS = 1000;

/** Runs the latest of what it is given: the first at once, later ones when a second has passed. */
export class OnceASecond {
  #timer: ReturnType<typeof setTimeout> | null = null;
  #waiting: (() => void) | null = null;

  push(change: () => void): void {
    if (this.#timer === null) this.#run(change);
    else this.#waiting = change;
  }

  /** What waits is made now: something came that must not be shown beside older things. */
  flush(): void {
    const change = this.#waiting;
    this.#waiting = null;
    change?.();
  }

  /** What waits is forgotten. */
  clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = null;
  }

  #run(change: () => void): void {
    change();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      const next = this.#waiting;
      this.#waiting = null;
      if (next !== null) this.#run(next);
    }, PERIOD_MS);
  }
}
