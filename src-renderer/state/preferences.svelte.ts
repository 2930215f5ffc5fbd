/** What a person has set: read once, written at every change. */
import type { WireFault } from '#core/errors.ts';
import type { Preferences, PreferencesChange } from '#core/preferences.ts';
import type { Backend } from '../backend/backend.ts';

export class PreferencesStore {
  /** null: not read yet. */
  current = $state.raw<Preferences | null>(null);
  /** Why the last reading or writing failed. */
  fault = $state.raw<WireFault | null>(null);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    this.#take(await this.#backend.getPreferences());
  }

  /** What could not be written stays as it was. */
  async change(change: PreferencesChange): Promise<void> {
    this.#take(await this.#backend.setPreferences(change));
  }

  /** The same for a field: why it could not be kept, in words; null: it was. */
  async keep(change: PreferencesChange): Promise<string | null> {
    await this.change(change);
    return this.fault === null ? null : `Not saved. ${this.fault.message} ${this.fault.remedy}`;
  }

  #take(reply: Awaited<ReturnType<Backend['getPreferences']>>): void {
    this.fault = reply.ok ? null : reply.error;
    if (reply.ok) this.current = reply.value;
  }
}
