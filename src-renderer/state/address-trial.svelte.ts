/** One question to an address that a person typed: a smart plug, or where releases are named. */
import type { WireFault } from '#core/errors.ts';
import type { Reply } from '#ipc/reply.ts';

export type TrialAnswer<T> = { readonly address: string } & (
  { readonly told: T; readonly fault: null } | { readonly told: null; readonly fault: WireFault }
);

export class AddressTrial<T> {
  answer = $state.raw<TrialAnswer<T> | null>(null);
  busy = $state(false);
  readonly #question: (address: string) => Promise<Reply<T>>;

  constructor(question: (address: string) => Promise<Reply<T>>) {
    this.#question = question;
  }

  async ask(address: string): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.answer = null;
    const reply = await this.#question(address);
    this.answer = reply.ok
      ? { address, told: reply.value, fault: null }
      : { address, told: null, fault: reply.error };
    this.busy = false;
  }
}
