/** Runs side by side, as they are asked for. */
import type { Comparison } from '#core/compare/compare-runs.ts';
import type { WireFault } from '#core/errors.ts';
import type { Backend } from '../backend/backend.ts';

export class ComparisonStore {
  comparison = $state.raw<Comparison | null>(null);
  /** Of the runs in the comparison, in their order. */
  keys = $state.raw<readonly string[]>([]);
  fault = $state.raw<WireFault | null>(null);
  readonly #backend: Backend;
  #wanted = '';

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Fewer than two keys compare nothing. What is asked for last is what is shown. */
  async show(keys: readonly string[]): Promise<void> {
    const wanted = keys.join(',');
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.comparison = null;
    this.fault = null;
    this.keys = keys;
    if (keys.length < 2) return;
    const reply = await this.#backend.compareRecords(keys);
    if (this.#wanted !== wanted) return;
    if (reply.ok) this.comparison = reply.value;
    else this.fault = reply.error;
  }
}
