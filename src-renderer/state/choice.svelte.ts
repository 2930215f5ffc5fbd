/** What a person has chosen to run. Everything is chosen until it is left out. */
import { SvelteSet } from 'svelte/reactivity';
import { PRECISIONS, type Precision } from '#core/configuration.ts';
import type { RunRequest } from '#core/run-request.ts';
import type { SuiteStore } from './suite.svelte.ts';

export type Plan =
  { readonly ok: true; readonly request: RunRequest } | { readonly ok: false; readonly problem: string };

export class ChoiceStore {
  quick = $state(true);
  readonly #leftOut = new SvelteSet<string>();
  readonly #suite: SuiteStore;

  readonly models = $derived.by(() => this.#suite.suite?.models ?? []);
  /** Those that at least one model has, in their usual order. */
  readonly precisions = $derived.by(() =>
    PRECISIONS.filter((precision) => this.models.some((model) => model.precisions.includes(precision))),
  );
  readonly #chosenModels = $derived.by(() =>
    this.models.map(({ id }) => id).filter((id) => this.hasModel(id)),
  );
  readonly #chosenPrecisions = $derived.by(() => this.precisions.filter((p) => this.hasPrecision(p)));
  readonly plan = $derived.by((): Plan => this.#plan());

  constructor(suite: SuiteStore) {
    this.#suite = suite;
  }

  hasModel(id: string): boolean {
    return !this.#leftOut.has(`model ${id}`);
  }

  hasPrecision(precision: Precision): boolean {
    return !this.#leftOut.has(`precision ${precision}`);
  }

  toggleModel(id: string): void {
    this.#toggle(`model ${id}`);
  }

  togglePrecision(precision: Precision): void {
    this.#toggle(`precision ${precision}`);
  }

  #toggle(key: string): void {
    if (!this.#leftOut.delete(key)) this.#leftOut.add(key);
  }

  #plan(): Plan {
    const models = this.#chosenModels;
    const precisions = this.#chosenPrecisions;
    if (models.length === 0) return { ok: false, problem: 'Choose at least one model.' };
    if (precisions.length === 0) return { ok: false, problem: 'Choose at least one precision.' };
    // Spelt out, not taken from DEFAULT_REQUEST: that module carries the schema library, which compiles
    // code at run time, and the page's policy forbids that.
    const request: RunRequest = {
      models: models.length === this.models.length ? null : models,
      precisions: precisions.length === this.precisions.length ? null : precisions,
      providers: null,
      threads: null,
      quick: this.quick,
      rounds: null,
      windowSeconds: null,
      timeLimitSeconds: null,
      seed: null,
      ratePerS: null,
    };
    return { ok: true, request };
  }
}
