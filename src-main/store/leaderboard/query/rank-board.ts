/** From the files of a leaderboard to its boards. DuckDB chooses, and what is shown is checked line by line. */
import { parseBoardLine } from '#core/leaderboard/line.ts';
import type { BoardFiles } from '../sources/board-files.ts';
import { queryFault, withDatabase, type Database } from './database.ts';
import { EXPORT_FIELDS, KIND, LINE_FIELDS } from './fields.ts';
import { readJsonRows } from './json-rows.ts';
import { placedIn } from './places.ts';
import { parquetRows } from './parquet-rows.ts';
import { readLinesAt, type LineSources } from './read-lines.ts';
import { rowSql } from './row-sql.ts';
import { Search, type Found, type SearchRequest } from './search.ts';
import { unknownModel } from './unknown-model.ts';

export interface RankRequest extends SearchRequest {
  readonly files: BoardFiles;
  /** Temporary files go below it. */
  readonly cacheDir: string;
}

export interface Ranking extends Found {
  /** Lines that no version of this program's schemas describes. */
  readonly unreadable: number;
  /** The first few of them. */
  readonly problems: readonly {
    readonly path: string;
    readonly lineNumber: number;
    readonly reason: string;
  }[];
}

const NAMED_PROBLEMS = 3;

/** Throws a `Fault`: unknown-model, file-unreadable, file-unwritable or query-failed. */
export async function rankBoard(request: RankRequest): Promise<Ranking> {
  try {
    return await withDatabase(request.cacheDir, (database) => rankWith(database, request));
  } catch (cause) {
    throw queryFault('rank the leaderboard', cause);
  }
}

async function rankWith(database: Database, request: RankRequest): Promise<Ranking> {
  const sources = await openRows(database, request);
  await refuseUnknownModels(database, request);
  const search = new Search(database, sources, request);
  await search.run();
  return { ...search.result(), ...(await problemsOf(database, sources, request)) };
}

/** Makes `rows` and `dropped`. */
async function openRows(database: Database, { files, options, filter }: RankRequest): Promise<LineSources> {
  const selects: string[] = [];
  const json = await (files.json.length === 0
    ? placedIn([], [])
    : readJsonRows(database, files.json, rowSql(LINE_FIELDS, options, filter)).then((rows) => {
        selects.push(rows.sql);
        return rows;
      }));
  if (files.parquet.length > 0) {
    selects.push(await parquetRows(database, files.parquet, rowSql(EXPORT_FIELDS, options, filter)));
  }
  await database.run(`CREATE OR REPLACE TEMP VIEW rows AS ${selects.join(' UNION ALL ')}`);
  await database.run('CREATE OR REPLACE TEMP TABLE dropped (place BIGINT)');
  return { json, parquet: files.parquet };
}

async function refuseUnknownModels(database: Database, { files, filter }: RankRequest): Promise<void> {
  if (filter.models === null) return;
  const found = await database.rows(
    `SELECT DISTINCT named FROM rows WHERE kind = ${KIND.submission} AND named IS NOT NULL`,
  );
  const known = new Set(found.map(({ named }) => Number(named)));
  const missing = filter.models.find((_, index) => !known.has(index + 1));
  if (missing !== undefined) throw await unknownModel(database, files, missing);
}

async function problemsOf(
  database: Database,
  sources: LineSources,
  { files }: RankRequest,
): Promise<Pick<Ranking, 'unreadable' | 'problems'>> {
  // An export was written of lines that had been read.
  if (files.json.length === 0) return { unreadable: 0, problems: [] };
  const rows = await database.rows(
    `SELECT place, count(*) OVER () AS unreadable FROM rows WHERE kind = ${KIND.other} ` +
      `ORDER BY place LIMIT ${NAMED_PROBLEMS}`,
  );
  const problems: Ranking['problems'][number][] = [];
  await readLinesAt(
    database,
    sources,
    rows.map(({ place }) => Number(place)),
    ({ path, lineNumber, text }) => problems.push({ path, lineNumber, reason: reasonOf(text) }),
  );
  return { unreadable: Number(rows[0]?.['unreadable'] ?? 0), problems };
}

function reasonOf(text: string | null): string {
  if (text === null) return 'is too long, or not text in UTF-8';
  const line = parseBoardLine(text);
  return line.kind === 'problem' ? line.reason : 'is not a line that can be ranked';
}
