/** Where the app keeps things and how much it is, as main found it. */
import type { WireFault } from '#core/errors.ts';
import type { Amount, DeletableId, PlaceId, StorageFacts } from '#ipc/calls/storage.ts';
import type { Backend } from '../backend/backend.ts';

export class StorageStore {
  /** null: not looked at yet. */
  facts = $state.raw<StorageFacts | null>(null);
  /** Why it could not be looked at or revealed, whichever was asked last. */
  fault = $state.raw<WireFault | null>(null);
  /** Why not all of it could be deleted. */
  deleteFault = $state.raw<WireFault | null>(null);
  busy = $state(false);
  /** What was deleted last, on this visit of the page. */
  deleted = $state.raw<{ readonly what: DeletableId; readonly amount: Amount } | null>(null);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** For a page that opens: what happened on its last visit is no news. */
  async open(): Promise<void> {
    this.deleted = null;
    this.deleteFault = null;
    this.fault = null;
    await this.look();
  }

  async reveal(place: PlaceId): Promise<void> {
    const reply = await this.#backend.reveal(place);
    this.fault = reply.ok ? null : reply.error;
  }

  /** True: it is gone. Either way the amounts are those of afterwards. */
  async delete(what: DeletableId): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.deleted = null;
    this.deleteFault = null;
    const reply = await this.#backend.deleteStored(what);
    await this.look();
    if (reply.ok) this.deleted = { what, amount: reply.value };
    else this.deleteFault = reply.error;
    this.busy = false;
    return reply.ok;
  }

  /** Anew, after something was written. */
  async look(): Promise<void> {
    const reply = await this.#backend.getStorage();
    if (reply.ok) this.facts = reply.value;
    else this.fault = reply.error;
  }
}
