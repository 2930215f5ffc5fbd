/** One question to a smart plug: does it answer, and with what. */
import type { WireFault } from '#core/errors.ts';
import type { PlugReading } from '#ipc/calls/plug.ts';
import type { Backend } from '../backend/backend.ts';

export type PlugAnswer = { readonly address: string } & (
  | { readonly reading: PlugReading; readonly fault: null }
  | { readonly reading: null; readonly fault: WireFault }
);

export class PlugTrial {
  answer = $state.raw<PlugAnswer | null>(null);
  busy = $state(false);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async ask(address: string): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.answer = null;
    const reply = await this.#backend.tryPlug(address);
    this.answer = reply.ok
      ? { address, reading: reply.value, fault: null }
      : { address, reading: null, fault: reply.error };
    this.busy = false;
  }
}
