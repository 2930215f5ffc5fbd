/** Of lines that claim one id: which of them stay. */
import type { SignatureCheck } from '../signature.ts';
import { standingOf } from './standing.ts';

/**
 * Of each key that signed, one line stays; without any, an unsigned one; without that, a broken one: always the
 * smallest by code units. All that stand `alone` stay. Whatever way the lines come together, in whatever order,
 * the same ones stay. A key's line is never given up for that of another key: who signs another's line anew would
 * otherwise take it from them.
 */
export class Claimants {
  readonly #textAt: (place: number) => string;
  readonly #isSignature: SignatureCheck;
  readonly #alone: number[] = [];
  /** By key, or by the kind of standing without one. */
  readonly #smallest = new Map<string, number>();

  /** `textAt` gives the text of a place that was added; only places are kept, as one id may have any number of lines. */
  constructor(textAt: (place: number) => string, isSignature: SignatureCheck) {
    this.#textAt = textAt;
    this.#isSignature = isSignature;
  }

  /** The texts of all places differ. */
  add(place: number): void {
    const text = this.#textAt(place);
    const standing = standingOf(text, this.#isSignature);
    if (standing.kind === 'alone') {
      this.#alone.push(place);
      return;
    }
    const key = standing.kind === 'signed' ? standing.publicKey : standing.kind;
    const former = this.#smallest.get(key);
    if (former === undefined || text < this.#textAt(former)) this.#smallest.set(key, place);
  }

  /** Places, in ascending order. */
  staying(): number[] {
    const signed = new Map(this.#smallest);
    signed.delete('unsigned');
    signed.delete('broken');
    const other = this.#smallest.get('unsigned') ?? this.#smallest.get('broken');
    const standing = signed.size > 0 || other === undefined ? [...signed.values()] : [other];
    return [...this.#alone, ...standing].sort((a, b) => a - b);
  }
}
