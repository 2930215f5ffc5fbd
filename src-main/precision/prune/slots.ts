/**
 * Which axes of which values count the same channels.
 *
 * A slot is one axis of one value. Two slots are linked where an operator keeps their channels apart and in
 * order, so that a channel can leave both or neither: the coupled groups of DepGraph (Fang et al., "DepGraph:
 * Towards Any Structural Pruning", CVPR 2023), found by union-find. A slot may hold each channel several times
 * in succession (`inner`), as an image does that was flattened: index i there is channel ⌊i / inner⌋.
 */

export interface Place {
  /** Stands for the group: the same for all slots that are linked. */
  readonly root: number;
  /** Successive indices of the slot that are one channel of the group. */
  readonly inner: number;
}

const DISAGREE = 'shapes that disagree';

export class Slots {
  readonly #parent: number[] = [];
  readonly #inner: number[] = [];
  readonly #size: (number | null)[] = [];
  readonly #pin: (string | null)[] = [];

  /** A new slot of `size` indices; null: not known. */
  add(size: number | null): number {
    const slot = this.#parent.length;
    this.#parent.push(slot);
    this.#inner.push(1);
    this.#size.push(size);
    this.#pin.push(null);
    return slot;
  }

  find(slot: number): Place {
    let inner = 1;
    let at = slot;
    for (;;) {
      const parent = this.#parent[at] ?? at;
      if (parent === at) return { root: at, inner };
      inner *= this.#inner[at] ?? 1;
      at = parent;
    }
  }

  /** Channels in the slot's group; null: not known. */
  sizeOf(slot: number): number | null {
    return this.#size[this.find(slot).root] ?? null;
  }

  /** Why no channel may leave the slot's group; null: nothing speaks against it. */
  pinOf(slot: number): string | null {
    return this.#pin[this.find(slot).root] ?? null;
  }

  /** The first reason given stays. */
  pin(slot: number, why: string): void {
    const { root } = this.find(slot);
    this.#pin[root] ??= why;
  }

  /** Each index of `coarse` is `times` successive ones of `fine`. What cannot be so is pinned instead. */
  link(coarse: number, fine: number, times = 1): void {
    const a = this.find(coarse);
    const b = this.find(fine);
    const innerA = a.inner * times;
    const [up, down, ratio] =
      innerA % b.inner === 0 ? [a.root, b.root, innerA / b.inner] : [b.root, a.root, b.inner / innerA];
    const size = this.#size[up] ?? null;
    const below = this.#size[down] ?? null;
    const agrees = size === null || below === null || size * ratio === below;
    const fits = Number.isInteger(ratio) && (below === null || below % ratio === 0);
    if (!fits || !agrees || (up === down && ratio !== 1)) {
      this.pin(up, DISAGREE);
      this.pin(down, DISAGREE);
      return;
    }
    if (up === down) return;
    this.#parent[down] = up;
    this.#inner[down] = ratio;
    this.#size[up] = size ?? (below === null ? null : below / ratio);
    this.#pin[up] ??= this.#pin[down] ?? null;
  }
}
