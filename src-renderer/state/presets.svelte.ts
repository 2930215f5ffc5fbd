/** Choices that are saved under a name. */
import type { Preset } from '#core/preferences.ts';
import type { ChoiceStore } from './choice.svelte.ts';
import type { PreferencesStore } from './preferences.svelte.ts';

/** As `core/preferences.ts` has it, whose module must not be in a page. */
export const MOST_PRESETS = 100;
export const LONGEST_NAME = 60;

interface Loaded {
  readonly name: string;
  /** What it names and this machine does not have, in words. */
  readonly missing: readonly string[];
}

interface Deleted {
  readonly preset: Preset;
  readonly index: number;
}

export class PresetStore {
  /** Chosen last, until another is; null: none. */
  loaded = $state.raw<Loaded | null>(null);
  /** May be taken back until something else is changed; null: none. */
  deleted = $state.raw<Deleted | null>(null);
  readonly #preferences: PreferencesStore;
  readonly #choice: ChoiceStore;

  readonly list = $derived.by((): readonly Preset[] => this.#preferences.current?.presets ?? []);
  /** Name of the one that is what is chosen now; null: none is. */
  readonly current = $derived.by(() => {
    const chosen = JSON.stringify(this.#choice.saveable);
    return this.list.find(({ request }) => JSON.stringify(request) === chosen)?.name ?? null;
  });
  /** Why the last change could not be written. */
  readonly fault = $derived.by(() => this.#preferences.fault);

  constructor(preferences: PreferencesStore, choice: ChoiceStore) {
    this.#preferences = preferences;
    this.#choice = choice;
  }

  has(name: string): boolean {
    return this.list.some((preset) => preset.name === name.trim());
  }

  /** What is wrong with the name for a new preset, or for one that is called `own`; null: nothing. */
  problemOf(name: string, own: string | null = null): string | null {
    const trimmed = name.trim();
    if (trimmed === '') return 'Write a name.';
    if (trimmed.length > LONGEST_NAME) return `A name has at most ${LONGEST_NAME} characters.`;
    if (own !== null && trimmed !== own && this.has(trimmed)) return `There is "${trimmed}" already.`;
    const isNew = own === null && !this.has(trimmed);
    if (isNew && this.list.length >= MOST_PRESETS)
      return `There are ${MOST_PRESETS} presets: delete one first.`;
    return null;
  }

  load({ name, request }: Preset): void {
    this.deleted = null;
    this.loaded = { name, missing: this.#choice.load(request) };
  }

  /** Saves what is chosen now; one of the same name is replaced. */
  async save(name: string): Promise<void> {
    const request = this.#choice.saveable;
    if (request === null || this.problemOf(name) !== null) return;
    const preset: Preset = { name: name.trim(), request };
    this.loaded = null;
    await this.#write(
      this.has(name)
        ? this.list.map((each) => (each.name === preset.name ? preset : each))
        : [...this.list, preset],
    );
  }

  async rename(from: string, to: string): Promise<void> {
    if (this.problemOf(to, from) !== null) return;
    await this.#write(this.list.map((each) => (each.name === from ? { ...each, name: to.trim() } : each)));
  }

  async delete(preset: Preset): Promise<void> {
    const index = this.list.indexOf(preset);
    await this.#write(this.list.filter((each) => each !== preset));
    if (this.fault === null) this.deleted = { preset, index };
  }

  async undelete(): Promise<void> {
    if (this.deleted === null) return;
    await this.#write(this.list.toSpliced(this.deleted.index, 0, this.deleted.preset));
  }

  async #write(presets: readonly Preset[]): Promise<void> {
    this.deleted = null;
    // Plain data: what is reactive does not cross to main.
    await this.#preferences.change({ presets: $state.snapshot(presets) as Preset[] });
  }
}
