/** The records of former runs, those of opened files, and the one that is looked at. */
import type { WireFault } from '#core/errors.ts';
import type { RunRecord } from '#core/record/schema.ts';
import type { RecordEntry, RecordSummary } from '#core/record/summary.ts';
import type { OpenedRecord } from '#ipc/calls/history.ts';
import type { Backend } from '../backend/backend.ts';

/** A record that can be chosen. */
export interface Choosable {
  readonly key: string;
  readonly startedAt: string;
  readonly summary: RecordSummary;
  /** Name of the file that it lies in; null: in the history. */
  readonly file: string | null;
}

export class HistoryStore {
  /** Newest first; null: not read yet. */
  entries = $state.raw<readonly RecordEntry[] | null>(null);
  /** Files outside the history, the one opened last first. */
  opened = $state.raw<readonly OpenedRecord[]>([]);
  /** Why the list could not be read. */
  listFault = $state.raw<WireFault | null>(null);
  record = $state.raw<RunRecord | null>(null);
  /** Why the record that is asked for cannot be shown. */
  fault = $state.raw<WireFault | null>(null);
  /** Why an opened file could not be taken in, or forgotten. */
  keepFault = $state.raw<WireFault | null>(null);
  /** What can be read, the history first; null: not listed yet. */
  readonly choosable = $derived.by(() => (this.entries === null ? null : this.#choosable(this.entries)));
  readonly #backend: Backend;
  #wanted: string | null = null;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async list(): Promise<void> {
    const [records, opened] = await Promise.all([this.#backend.listRecords(), this.#backend.listOpened()]);
    if (opened.ok) this.opened = opened.value;
    this.listFault = records.ok ? (opened.ok ? null : opened.error) : records.error;
    if (records.ok) this.entries = records.value;
  }

  /** null: none. What is asked for last is what is shown, in whatever order the answers come. */
  async open(key: string | null): Promise<void> {
    if (key === this.#wanted) return;
    await this.#read(key);
  }

  /** Of a file that was opened again: it may have changed. */
  async openAgain(key: string): Promise<void> {
    this.keepFault = null;
    await Promise.all([this.list(), this.#read(key)]);
  }

  /** Takes an opened file into the history. Returns its id there; null: it could not be. */
  async keep(key: string): Promise<string | null> {
    const reply = await this.#backend.keepRecord(key);
    this.keepFault = reply.ok ? null : reply.error;
    await this.list();
    return reply.ok ? reply.value : null;
  }

  async close(key: string): Promise<void> {
    const reply = await this.#backend.closeRecord(key);
    this.keepFault = reply.ok ? null : reply.error;
    if (reply.ok) this.opened = reply.value;
  }

  async #read(key: string | null): Promise<void> {
    this.#wanted = key;
    this.record = null;
    this.fault = null;
    if (key === null) return;
    const reply = await this.#backend.loadRecord(key);
    if (this.#wanted !== key) return;
    if (reply.ok) this.record = reply.value;
    else this.fault = reply.error;
  }

  #choosable(entries: readonly RecordEntry[]): Choosable[] {
    const former = entries.flatMap(({ id, startedAt, summary }) =>
      summary === null ? [] : [{ key: id, startedAt, summary, file: null }],
    );
    const files = this.opened.flatMap(({ key, name, startedAt, summary }) =>
      summary === null || startedAt === null ? [] : [{ key, startedAt, summary, file: name }],
    );
    return [...former, ...files];
  }
}
