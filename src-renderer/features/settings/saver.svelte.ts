/** Saves one setting after the other, and knows which was saved last: "Saved" stands at one place only. */
import type { Preferences } from '#core/preferences.ts';
import type { PreferencesStore } from '../../state/preferences.svelte.ts';

export class Saver {
  last = $state<keyof Preferences | null>(null);
  readonly #store: PreferencesStore;
  readonly #onsaved: () => void;

  constructor(store: PreferencesStore, onsaved: () => void) {
    this.#store = store;
    this.#onsaved = onsaved;
  }

  /** Why it was not saved, in words; null: it was. */
  async save<K extends keyof Preferences>(name: K, value: Preferences[K]): Promise<string | null> {
    this.last = null;
    const problem = await this.#store.keep({ [name]: value });
    if (problem !== null) return problem;
    this.last = name;
    this.#onsaved();
    return null;
  }
}
