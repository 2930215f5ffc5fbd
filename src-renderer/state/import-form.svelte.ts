/** What a person says of a model before it is imported; kept while an import is tried. */
import { SvelteMap } from 'svelte/reactivity';
import type { WireFault } from '#core/errors.ts';
import { NO_WISHES, type ImportWishes, type Normalisation } from '#core/import-wishes.ts';
import type { InspectedModel } from '#core/imported.ts';
import type { ChosenModel } from '#ipc/calls/models.ts';
import { openSizes, shapesOf } from './open-sizes.ts';

export class ImportForm {
  readonly model: ChosenModel;
  /** What the file says; null: not read yet, or it cannot be read. */
  inspected = $state.raw<InspectedModel | null>(null);
  /** Empty: from the file's name. */
  name = $state('');
  /** Open sizes that were said, by key. */
  readonly sizes = new SvelteMap<string, number>();
  /** That were said, by input of which the file does not even say how many dimensions there are. */
  readonly shapes = new SvelteMap<string, readonly number[]>();
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
    id: this.name === '' ? null : this.name,
    shapes: { ...shapesOf(this.#inputs, this.sizes), ...Object.fromEntries(this.shapes) },
    inputs: this.inputs?.id ?? null,
    normalisation: this.normalisation,
    classes: this.classes,
    minSqnrDb: this.minSqnrDb,
  });

  constructor(model: ChosenModel) {
    this.model = model;
  }

  // As fields want it: nothing that they can read is refused.

  say(said: Partial<Pick<ImportForm, 'name' | 'minSqnrDb'>>): null {
    Object.assign(this, said);
    return null;
  }

  /** null: what it will be without a word. */
  saySize(key: string, size: number | null): null {
    return put(this.sizes, key, size);
  }

  sayShape(input: string, shape: readonly number[] | null): null {
    return put(this.shapes, input, shape);
  }
}

function put<T>(map: SvelteMap<string, T>, key: string, value: T | null): null {
  if (value === null) map.delete(key);
  else map.set(key, value);
  return null;
}
