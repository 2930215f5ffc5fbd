/** What this machine can run and measure, as main found it. */
import type { WireFault } from '#core/errors.ts';
import type { Suite } from '#core/suite.ts';
import type { Backend } from '../backend/backend.ts';

export class SuiteStore {
  suite = $state.raw<Suite | null>(null);
  fault = $state.raw<WireFault | null>(null);
  loading = $state(false);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    this.loading = true;
    const reply = await this.#backend.getSuite();
    this.loading = false;
    this.fault = reply.ok ? null : reply.error;
    if (reply.ok) this.suite = reply.value;
  }

  /** The model's name for people. */
  titleOf(model: string): string {
    return this.suite?.models.find(({ id }) => id === model)?.title ?? model;
  }
}
