/** Sorts the lines of a leaderboard into temporary files by method version and model. */
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { REVOCATION_SCHEMA } from '#core/leaderboard/revocation.ts';
import type { BoardFiles } from '../sources/board-files.ts';
import { readFilledTexts } from '../board-lines.ts';
import { slimLine, wholeText } from './clean-copy.ts';
import { sqlText, type Database } from './database.ts';
import { exportedSchema } from './export-columns.ts';

export interface Partition {
  /** null: lines that revoke others. */
  readonly of: { readonly methodVersion: number; readonly model: string } | null;
  /** Lines of JSON: what is exported of each line, and its text. */
  readonly path: string;
  lines: number;
}

export interface Partitions {
  readonly partitions: readonly Partition[];
  /** Lines that are none of a leaderboard. */
  readonly leftOut: number;
}

/** As many as DuckDB can sort, with their texts, in the memory that it has; so a partition may have several files. */
const LINES_A_FILE = 16_384;
/** Written at once where so much has come together. */
const BUFFER_CHARACTERS = 4 * 2 ** 20;

export async function partitionLines(database: Database, files: BoardFiles): Promise<Partitions> {
  const writer = new PartitionWriter(database.folder);
  let leftOut = 0;
  const add = async (text: string | null) => {
    const slim = text === null ? null : slimLine(text, exportedSchema);
    if (text === null || slim === null) leftOut += 1;
    else await writer.add(slim, text);
  };
  try {
    for (const { path, isWhole } of files.json) {
      if (isWhole) await add(await wholeText(path));
      else for await (const text of readFilledTexts(path)) await add(text);
    }
    for (const path of files.parquet) await eachExported(database, path, add);
  } finally {
    await writer.close();
  }
  return { partitions: writer.partitions, leftOut };
}

/** Some thousand lines at a time. */
async function eachExported(
  database: Database,
  path: string,
  onText: (text: string | null) => Promise<void>,
): Promise<void> {
  const from = `FROM read_parquet(${sqlText(path)}, file_row_number = true)`;
  for (let row = 0; ; row += 4096) {
    const rows = await database.rows(
      `SELECT line ${from} WHERE file_row_number >= ${row} AND file_row_number < ${row + 4096} ORDER BY file_row_number`,
    );
    for (const { line } of rows) await onText(typeof line === 'string' ? line : null);
    if (rows.length === 0) return;
  }
}

class PartitionWriter {
  readonly #folder: string;
  /** Files that hold as many lines as they may. */
  readonly #full: Partition[] = [];
  readonly #files = new Map<
    string,
    { partition: Partition; file: FileHandle; held: string[]; size: number }
  >();

  constructor(folder: string) {
    this.#folder = folder;
  }

  get partitions(): Partition[] {
    return [...this.#full, ...[...this.#files.values()].map(({ partition }) => partition)];
  }

  async add(slim: Record<string, unknown>, text: string): Promise<void> {
    const of = slim['schema'] === REVOCATION_SCHEMA ? null : partitionOf(slim);
    const entry = await this.#fileOf(of);
    const line = `${JSON.stringify({ ...slim, line: text })}\n`;
    entry.held.push(line);
    entry.size += line.length;
    entry.partition.lines += 1;
    if (entry.size > BUFFER_CHARACTERS / Math.max(1, this.#files.size / 4)) await flush(entry);
  }

  async close(): Promise<void> {
    for (const entry of this.#files.values()) {
      await flush(entry);
      await entry.file.close();
    }
  }

  async #fileOf(of: Partition['of']) {
    const key = JSON.stringify(of);
    const known = this.#files.get(key);
    if (known !== undefined && known.partition.lines < LINES_A_FILE) return known;
    if (known !== undefined) {
      await flush(known);
      await known.file.close();
      this.#full.push(known.partition);
      this.#files.delete(key);
    }
    const path = join(this.#folder, `part-${this.#full.length + this.#files.size}.jsonl`);
    const entry = { partition: { of, path, lines: 0 }, file: await open(path, 'w'), held: [], size: 0 };
    this.#files.set(key, entry);
    return entry;
  }
}

async function flush(entry: { file: FileHandle; held: string[]; size: number }): Promise<void> {
  if (entry.held.length > 0) await entry.file.write(entry.held.join(''));
  entry.held = [];
  entry.size = 0;
}

/** Of what `exportedSchema` has passed. */
function partitionOf(slim: Record<string, unknown>): { methodVersion: number; model: string } {
  const { methodVersion, configuration } = exportedSchema
    .pick({ methodVersion: true })
    .extend({ configuration: exportedSchema.shape.configuration.pick({ model: true }) })
    .parse(slim);
  return { methodVersion, model: configuration.model };
}
