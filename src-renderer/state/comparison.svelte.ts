/** Runs side by side, as they are asked for. */
import type { Comparison } from '#core/compare/compare-runs.ts';
import type { WireFault } from '#core/errors.ts';
import type { Backend } from '../backend/backend.ts';

export class ComparisonStore {
  comparison = $state.raw<Comparison | null>(null);
  fault = $state.raw<WireFault | null>(null);
  readonly #backend: Backend;
  #wanted = '';

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Fewer than two ids compare nothing. What is asked for last is what is shown. */
  async show(ids: readonly string[]): Promise<void> {
    const wanted = ids.join(',');
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.comparison = null;
    this.fault = null;
    if (ids.length < 2) return;
    const reply = await this.#backend.compareRecords(ids);
    if (this.#wanted !== wanted) return;
    if (reply.ok) this.comparison = reply.value;
    else this.fault = reply.error;
  }
}
