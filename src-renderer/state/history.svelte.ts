/** The records of former runs, and the one that is looked at. */
import type { WireFault } from '#core/errors.ts';
import type { RunRecord } from '#core/record/schema.ts';
import type { RecordEntry } from '#core/record/summary.ts';
import type { Backend } from '../backend/backend.ts';

export class HistoryStore {
  /** Newest first; null: not read yet. */
  entries = $state.raw<readonly RecordEntry[] | null>(null);
  /** Why the list could not be read. */
  listFault = $state.raw<WireFault | null>(null);
  record = $state.raw<RunRecord | null>(null);
  /** Why the record that is asked for cannot be shown. */
  fault = $state.raw<WireFault | null>(null);
  readonly #backend: Backend;
  #wanted: string | null = null;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async list(): Promise<void> {
    const reply = await this.#backend.listRecords();
    this.listFault = reply.ok ? null : reply.error;
    if (reply.ok) this.entries = reply.value;
  }

  /** null: none. What is asked for last is what is shown, in whatever order the answers come. */
  async open(id: string | null): Promise<void> {
    if (id === this.#wanted) return;
    this.#wanted = id;
    this.record = null;
    this.fault = null;
    if (id === null) return;
    const reply = await this.#backend.loadRecord(id);
    if (this.#wanted !== id) return;
    if (reply.ok) this.record = reply.value;
    else this.fault = reply.error;
  }
}
