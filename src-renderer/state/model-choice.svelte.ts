/** Which models are chosen: the default suite until something is changed. */
import { SvelteSet } from 'svelte/reactivity';
import type { ModelSummary } from '#core/suite.ts';

export class ModelChoice {
  /** Ids of models of the default suite that are left out, and of others that are chosen. */
  readonly #changed = new SvelteSet<string>();

  has({ id, inDefaultSuite }: Pick<ModelSummary, 'id' | 'inDefaultSuite'>): boolean {
    return inDefaultSuite !== this.#changed.has(id);
  }

  toggle({ id }: Pick<ModelSummary, 'id'>): void {
    if (!this.#changed.delete(id)) this.#changed.add(id);
  }

  /** Back to the default suite. */
  reset(): void {
    this.#changed.clear();
  }

  /** As a request names them; null: the default suite. */
  namesAmong(models: readonly ModelSummary[]): string[] | null {
    const isDefault = models.every((model) => this.has(model) === model.inDefaultSuite);
    return isDefault ? null : models.filter((model) => this.has(model)).map(({ id }) => id);
  }
}
