/** What a person says of a model before it is imported; kept while an import is tried. */
import { SvelteMap } from 'svelte/reactivity';
import type { WireFault } from '#core/errors.ts';
import { NO_WISHES, sizesFrom, type ImportWishes, type Normalisation } from '#core/import-wishes.ts';
import type { InspectedModel } from '#core/imported.ts';
import type { ChosenModel } from '#ipc/calls/models.ts';
import { openSizes, shapesOf } from './open-sizes.ts';

export class ImportForm {
  readonly model: ChosenModel;
  /** What the file says; null: not read yet, or it cannot be read. */
  inspected = $state.raw<InspectedModel | null>(null);
  /** As typed; empty: from the file's name. */
  name = $state('');
  /** Open sizes that were said, by key. */
  readonly sizes = new SvelteMap<string, number>();
  /** As typed, by input of which the file does not even say how many dimensions there are. */
  readonly shapeTexts = new SvelteMap<string, string>();
  /** A file or folder of inputs; null: they are made. */
  inputs = $state.raw<ChosenModel | null>(null);
  normalisation = $state<Normalisation>(NO_WISHES.normalisation);
  /** As in `ImportWishes`. */
  classes = $state<string | null>(null);
  minSqnrDb = $state<number | null>(null);
  /** Why it was not imported or read the last time; null: nothing failed. */
  fault = $state.raw<WireFault | null>(null);
  /** Whether the last import was stopped. */
  stopped = $state(false);

  readonly #inputs = $derived(this.inspected?.inputs ?? []);
  readonly openSizes = $derived(openSizes(this.#inputs, this.sizes));
  /** Names of inputs that need a whole shape. */
  readonly shapeless = $derived(this.#inputs.filter(({ dims }) => dims === null).map(({ name }) => name));

  readonly wishes: ImportWishes = $derived({
    id: this.name.trim() === '' ? null : this.name.trim(),
    shapes: { ...shapesOf(this.#inputs, this.sizes), ...this.#typedShapes() },
    inputs: this.inputs?.id ?? null,
    normalisation: this.normalisation,
    classes: this.classes,
    minSqnrDb: this.minSqnrDb,
  });

  constructor(model: ChosenModel) {
    this.model = model;
  }

  #typedShapes(): ImportWishes['shapes'] {
    const typed = this.shapeless.flatMap((name) => {
      const text = this.shapeTexts.get(name)?.trim() ?? '';
      const sizes = text === '' ? null : sizesFrom(text);
      return sizes === null ? [] : [[name, sizes] as const];
    });
    return Object.fromEntries(typed);
  }
}
