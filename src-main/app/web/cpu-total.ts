/** Processor time of a set of processes that come and go, from each one's own total. */

export class CpuTotal {
  readonly #last = new Map<number, number>();
  #seconds = 0;

  /**
   * `secondsByPid`: what each process that runs now has used since it began. Returns what all of them used since the
   * first call, s; it never falls: a process that ends keeps its share, and one that takes its place adds its own.
   */
  add(secondsByPid: ReadonlyMap<number, number>): number {
    const isFirst = this.#last.size === 0;
    for (const [pid, seconds] of secondsByPid) {
      const before = this.#last.get(pid) ?? (isFirst ? seconds : 0);
      this.#seconds += Math.max(0, seconds - before);
      this.#last.set(pid, seconds);
    }
    return this.#seconds;
  }
}
