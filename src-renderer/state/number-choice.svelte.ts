/** A number that may be typed: what is set, what stands in its field, and what that means. */
import { typedOrSet, type Reader, type Typed } from '#core/format/typed-number.ts';

export class NumberChoice<T extends number | null> {
  set = $state.raw() as T;
  /** What is typed and not taken yet; null: nothing. */
  draft = $state<string | null>(null);
  readonly read: Reader<T>;
  readonly #typed = $derived.by((): Typed<T> => {
    return this.draft === null ? { ok: true, value: this.set } : this.read(this.draft);
  });
  /** null: nothing is typed that can be meant, or an empty field means nothing. */
  readonly value = $derived.by(() => (this.#typed.ok ? this.#typed.value : null));
  readonly problem = $derived.by(() => (this.#typed.ok ? null : this.#typed.problem));
  /** What counts while somebody types. */
  readonly current = $derived.by(() => typedOrSet(this.draft, this.set, this.read));
  /** Of a field: what was typed is set from now on. */
  readonly take = (value: T): null => {
    this.load(value);
    return null;
  };

  constructor(read: Reader<T>, set: T) {
    this.read = read;
    this.set = set;
  }

  load(value: T): void {
    this.set = value;
    this.draft = null;
  }
}
