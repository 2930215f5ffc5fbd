/** A number that may be typed: what stands in its field, and what that means. */
import { readTyped, type Bounds } from './typed-number.ts';

export class NumberChoice {
  text = $state('');
  readonly #bounds: Bounds;
  readonly #read = $derived.by(() => readTyped(this.text, this.#bounds));
  /** null: nothing is typed, or nothing that can be meant. */
  readonly value = $derived.by(() => (this.#read.ok ? this.#read.value : null));
  readonly problem = $derived.by(() => (this.#read.ok ? null : this.#read.problem));

  constructor(bounds: Bounds, text = '') {
    this.#bounds = bounds;
    this.text = text;
  }

  set(value: number | null): void {
    this.text = value === null ? '' : String(value);
  }
}
