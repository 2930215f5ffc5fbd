/** The making of variants as the page follows it: what is under way, or the last of this session. */
import type { WireFault } from '#core/errors.ts';
import type { VariantState } from '#ipc/calls/variants.ts';
import type { Backend } from '../backend/backend.ts';
import type { SuiteStore } from './suite.svelte.ts';
import { VariantChoice } from './variant-choice.svelte.ts';

export class VariantsStore {
  readonly choice: VariantChoice;
  /** null: none was made in this session. */
  told = $state.raw<VariantState | null>(null);
  /** Why a call was refused; null: none was. */
  fault = $state.raw<WireFault | null>(null);
  #starting = $state(false);
  readonly #backend: Backend;

  readonly working = $derived.by(
    () => this.#starting || this.told?.phase === 'working' || this.told?.phase === 'stopping',
  );
  readonly rows = $derived.by(() => this.told?.table?.rows ?? []);
  readonly leftOut = $derived.by(() => this.told?.table?.leftOut ?? []);

  constructor(backend: Backend, suite: SuiteStore) {
    this.#backend = backend;
    this.choice = new VariantChoice(suite);
  }

  /** Follows it from here on; returns the function that stops following. */
  listen(): () => void {
    const off = this.#backend.on('variants', (state) => {
      this.told = state;
    });
    void this.#findBack();
    return off;
  }

  async start(): Promise<void> {
    if (this.working || this.choice.problem !== null) return;
    this.#starting = true;
    this.fault = null;
    const reply = await this.#backend.startVariants(this.choice.request);
    this.#starting = false;
    if (!reply.ok) this.fault = reply.error;
  }

  async cancel(): Promise<void> {
    const reply = await this.#backend.cancelVariants();
    if (!reply.ok) this.fault = reply.error;
  }

  /** A page that was loaded anew takes up what is under way, or was made. What an event told meanwhile is newer. */
  async #findBack(): Promise<void> {
    const reply = await this.#backend.getVariants();
    if (!reply.ok) this.fault = reply.error;
    else this.told ??= reply.value;
  }
}
