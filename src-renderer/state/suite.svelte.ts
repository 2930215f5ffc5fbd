/** What this machine can run and measure, as main found it. */
import type { WireFault } from '#core/errors.ts';
import type { Suite } from '#core/suite.ts';
import type { Backend } from '../backend/backend.ts';

export class SuiteStore {
  suite = $state.raw<Suite | null>(null);
  fault = $state.raw<WireFault | null>(null);
  loading = $state(false);
  /** It was found at a former start, and this one has not looked, or not to the end. */
  isRemembered = $state(false);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    this.loading = true;
    if (this.suite === null) void this.#remember();
    const reply = await this.#backend.getSuite();
    this.loading = false;
    // A run that begins stops the looking, and what was found last still holds.
    const isStopped = !reply.ok && reply.error.code === 'interrupted' && this.suite !== null;
    this.fault = reply.ok || isStopped ? null : reply.error;
    if (!reply.ok) return;
    this.suite = reply.value;
    this.isRemembered = false;
  }

  async #remember(): Promise<void> {
    const reply = await this.#backend.getLastSuite();
    if (!reply.ok || reply.value === null || this.suite !== null) return;
    this.suite = reply.value;
    this.isRemembered = true;
  }

  /** The model's name for people. */
  titleOf(model: string): string {
    return this.suite?.models.find(({ id }) => id === model)?.title ?? model;
  }
}
