/** Taking a person's own models in, and letting them go. */
import type { WireFault } from '#core/errors.ts';
import type { ImportReport } from '#core/imported.ts';
import type { ChosenModel } from '#ipc/calls/models.ts';
import type { Backend } from '../backend/backend.ts';
import type { SuiteStore } from './suite.svelte.ts';

export class ModelsStore {
  /** What is under way; null: nothing. */
  busy = $state<'importing' | 'removing' | null>(null);
  /** Of the last import; null: none, or it failed. */
  report = $state.raw<ImportReport | null>(null);
  /** Id of the model that was removed last; null: none. */
  removed = $state<string | null>(null);
  fault = $state.raw<WireFault | null>(null);
  readonly #backend: Backend;
  readonly #suite: SuiteStore;

  constructor(backend: Backend, suite: SuiteStore) {
    this.#backend = backend;
    this.#suite = suite;
  }

  async choose(): Promise<void> {
    this.fault = null;
    const reply = await this.#backend.chooseModel();
    if (!reply.ok) this.fault = reply.error;
    else if (reply.value !== null) await this.import(reply.value);
  }

  async import(model: ChosenModel): Promise<void> {
    if (!this.#begin('importing')) return;
    const reply = await this.#backend.importModel(model.id);
    await this.#end(reply, reply.ok);
    // Said when it can be chosen, and not before.
    if (reply.ok) this.report = reply.value;
  }

  async remove(id: string): Promise<void> {
    if (!this.#begin('removing')) return;
    const reply = await this.#backend.removeModel(id);
    await this.#end(reply, reply.ok);
    if (reply.ok) this.removed = id;
  }

  #begin(what: 'importing' | 'removing'): boolean {
    if (this.busy !== null) return false;
    this.busy = what;
    this.fault = null;
    this.report = null;
    this.removed = null;
    return true;
  }

  async #end(reply: { readonly ok: boolean; readonly error?: WireFault }, changed: boolean): Promise<void> {
    this.fault = reply.ok ? null : (reply.error ?? null);
    if (changed) await this.#suite.load();
    this.busy = null;
  }
}
