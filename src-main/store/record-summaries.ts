/** What record files hold, without keeping them: for lists. */
import { stat } from 'node:fs/promises';
import { toWireFault } from '#core/errors.ts';
import { summaryOf, type RecordSummary } from '#core/record/summary.ts';
import type { RunRecord } from '#core/record/schema.ts';
import { loadRecord } from './history.ts';

export type ReadSummary =
  | (Pick<RunRecord, 'id' | 'startedAt'> & { readonly summary: RecordSummary; readonly problem: null })
  | { readonly summary: null; readonly problem: string };

/** Remembers what it has read: a record is opened again only when its file has changed. */
export class RecordSummaries {
  readonly #known = new Map<string, { readonly stamp: string; readonly read: ReadSummary }>();

  /** null: there is no such file. */
  async of(path: string): Promise<ReadSummary | null> {
    const stats = await stat(path).catch(() => null);
    if (stats === null) return null;
    const stamp = `${stats.mtimeMs}/${stats.size}`;
    const known = this.#known.get(path);
    if (known?.stamp === stamp) return known.read;
    const read = await readSummary(path);
    this.#known.set(path, { stamp, read });
    return read;
  }
}

async function readSummary(path: string): Promise<ReadSummary> {
  try {
    const record = await loadRecord(path);
    return { id: record.id, startedAt: record.startedAt, summary: summaryOf(record), problem: null };
  } catch (error) {
    return { summary: null, problem: toWireFault(error).message };
  }
}
