/** A DuckDB of its own for each query: in memory, bounded, and without the network. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { Fault } from '#core/errors.ts';
import { fileFault } from '#disk/file-fault.ts';
import { MAX_LINE_BYTES } from '../lines.ts';

/** With this much for DuckDB the whole process stays below 1 GB; what needs more goes to the disk. */
const MEMORY = '480MiB';
/** Each thread that reads JSON holds some buffers of the longest line. */
const MAX_THREADS = 8;

/** A value of a row: what the queries here select is cast to one of these. */
export type Cell = string | number | bigint | boolean | null;

export interface Database {
  /** A folder that goes when the database is closed. */
  readonly folder: string;
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<Record<string, Cell>[]>;
}

/** `cacheDir` is made where it is missing. All is gone when this settles: memory, threads and temporary files. */
export async function withDatabase<T>(cacheDir: string, use: (database: Database) => Promise<T>): Promise<T> {
  const folder = await temporaryFolder(cacheDir);
  try {
    // Loaded here, so that no other command waits for it.
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(':memory:', {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      memory_limit: MEMORY,
      threads: String(Math.min(availableParallelism(), MAX_THREADS)),
      temp_directory: folder,
    });
    try {
      const connection = await instance.connect();
      try {
        return await use(databaseOn(connection, folder));
      } finally {
        connection.closeSync();
      }
    } finally {
      instance.closeSync();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function databaseOn(connection: DuckDBConnection, folder: string): Database {
  return {
    folder,
    run: async (sql) => {
      await connection.run(sql);
    },
    rows: async (sql) => {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowObjects() as Record<string, Cell>[];
    },
  };
}

async function temporaryFolder(cacheDir: string): Promise<string> {
  try {
    await mkdir(cacheDir, { recursive: true });
    return await mkdtemp(join(cacheDir, 'query-'));
  } catch (cause) {
    throw fileFault('file-unwritable', 'make a temporary folder in', cacheDir, cause);
  }
}

/** What DuckDB said, as a fault; `what` is what was tried, e.g. `read the leaderboard`. */
export function queryFault(what: string, cause: unknown): unknown {
  if (cause instanceof Fault || !isDuckError(cause)) return cause;
  const [said = ''] = cause.message.split('\n');
  const isFull = /out of memory|no space left|disk full|max_temp_directory_size/i.test(cause.message);
  const remedy = 'Free some space on the disk of the cache folder (JOULEMARK_CACHE names another one).';
  return new Fault('query-failed', `cannot ${what}: ${said}`, { cause, ...(isFull ? { remedy } : {}) });
}

/** DuckDB's errors are plain ones whose text begins with their kind, e.g. `Invalid Input Error: …`. */
export function isDuckError(error: unknown): error is Error {
  return error instanceof Error && /^[A-Z][A-Za-z- ]* Error: /.test(error.message);
}

/** A text as SQL writes it, whatever is in it. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function sqlList(texts: readonly string[]): string {
  return `[${texts.map(sqlText).join(', ')}]`;
}

/** Lines that are longer are not submissions; DuckDB refuses those that do not fit its buffers. */
export const MAXIMUM_OBJECT_SIZE = MAX_LINE_BYTES;
