/** What the records of the history hold, without keeping them: for lists. */
import { stat } from 'node:fs/promises';
import { toWireFault } from '#core/errors.ts';
import { summaryOf, type RecordEntry } from '#core/record/summary.ts';
import { listRecords, loadRecord } from './history.ts';

/** Remembers what it has read: a record is opened again only when its file has changed. */
export class HistoryList {
  readonly #historyDir: string;
  readonly #known = new Map<string, { readonly stamp: string; readonly entry: RecordEntry }>();

  constructor(historyDir: string) {
    this.#historyDir = historyDir;
  }

  /** Newest first. Throws a `Fault` (file-unreadable) only when the folder itself cannot be read. */
  async read(): Promise<RecordEntry[]> {
    const entries: RecordEntry[] = [];
    for (const { path, id, startedAt } of await listRecords(this.#historyDir)) {
      // One after the other: records are large, and the window waits for none of them in particular.
      const entry = await this.#entryOf(path, { id, startedAt: isoTime(startedAt) });
      if (entry !== null) entries.push(entry);
    }
    return entries;
  }

  /** null: the file has gone meanwhile. */
  async #entryOf(path: string, named: Pick<RecordEntry, 'id' | 'startedAt'>): Promise<RecordEntry | null> {
    const stats = await stat(path).catch(() => null);
    if (stats === null) return null;
    const stamp = `${stats.mtimeMs}/${stats.size}`;
    const known = this.#known.get(path);
    if (known?.stamp === stamp) return known.entry;
    const entry = await readEntry(path, named);
    this.#known.set(path, { stamp, entry });
    return entry;
  }
}

async function readEntry(path: string, named: Pick<RecordEntry, 'id' | 'startedAt'>): Promise<RecordEntry> {
  try {
    return { ...named, summary: summaryOf(await loadRecord(path)), problem: null };
  } catch (error) {
    return { ...named, summary: null, problem: toWireFault(error).message };
  }
}

/** `2026-01-31T08-30-00Z` of a file's name → `2026-01-31T08:30:00Z`. */
const isoTime = (named: string): string =>
  named.replace(/T(\d{2})-(\d{2})-(\d{2})Z$/, (_all, h: string, m: string, s: string) => `T${h}:${m}:${s}Z`);
