/** Of which models variants are made, and at which precisions: the default suite at all of them until it is changed. */
import { SvelteSet } from 'svelte/reactivity';
import { PRECISIONS, type Precision } from '#core/configuration.ts';
import type { ModelSummary } from '#core/suite.ts';
import type { VariantRequest } from '#ipc/calls/variants.ts';
import { ModelChoice } from './model-choice.svelte.ts';
import type { SuiteStore } from './suite.svelte.ts';

export class VariantChoice {
  readonly #choice = new ModelChoice();
  readonly #leftOut = new SvelteSet<Precision>();
  readonly #suite: SuiteStore;

  readonly models = $derived.by(() => this.#suite.suite?.models ?? []);
  readonly chosenModels = $derived.by(() => this.models.filter((model) => this.#choice.has(model)));
  readonly chosenPrecisions = $derived.by(() => PRECISIONS.filter((each) => this.hasPrecision(each)));
  /** How many pairs there are to make. */
  readonly count = $derived.by(
    () =>
      this.chosenModels.flatMap(({ precisions }) => precisions.filter((each) => this.hasPrecision(each)))
        .length,
  );
  /** Why nothing can be made; null: it can. */
  readonly problem = $derived.by((): string | null => {
    if (this.chosenModels.length === 0) return 'Choose at least one model.';
    if (this.chosenPrecisions.length === 0) return 'Choose at least one precision.';
    return this.count === 0 ? 'No chosen model comes in a chosen precision.' : null;
  });

  constructor(suite: SuiteStore) {
    this.#suite = suite;
  }

  hasModel(model: Pick<ModelSummary, 'id' | 'inDefaultSuite'>): boolean {
    return this.#choice.has(model);
  }

  hasPrecision(precision: Precision): boolean {
    return !this.#leftOut.has(precision);
  }

  toggleModel(model: Pick<ModelSummary, 'id'>): void {
    this.#choice.toggle(model);
  }

  togglePrecision(precision: Precision): void {
    if (!this.#leftOut.delete(precision)) this.#leftOut.add(precision);
  }

  get isDefaultSuite(): boolean {
    return this.#choice.namesAmong(this.models) === null;
  }

  get request(): VariantRequest {
    return {
      models: this.#choice.namesAmong(this.models),
      precisions: this.#leftOut.size === 0 ? null : this.chosenPrecisions,
    };
  }
}
