/** The history as a list. */
import type { RecordEntry } from '#core/record/summary.ts';
import { listRecords } from './history.ts';
import { RecordSummaries } from './record-summaries.ts';

export class HistoryList {
  readonly #historyDir: string;
  readonly #summaries = new RecordSummaries();

  constructor(historyDir: string) {
    this.#historyDir = historyDir;
  }

  /** Newest first. Throws a `Fault` (file-unreadable) only when the folder itself cannot be read. */
  async read(): Promise<RecordEntry[]> {
    const entries: RecordEntry[] = [];
    for (const { path, id, startedAt } of await listRecords(this.#historyDir)) {
      // One after the other: records are large, and the window waits for none of them in particular.
      const read = await this.#summaries.of(path);
      // null: it has gone meanwhile.
      if (read === null) continue;
      const { summary, problem } = read;
      entries.push({ id, startedAt: isoTime(startedAt), summary, problem });
    }
    return entries;
  }
}

/** `2026-01-31T08-30-00Z` of a file's name → `2026-01-31T08:30:00Z`. */
const isoTime = (named: string): string =>
  named.replace(/T(\d{2})-(\d{2})-(\d{2})Z$/, (_all, h: string, m: string, s: string) => `T${h}:${m}:${s}Z`);
