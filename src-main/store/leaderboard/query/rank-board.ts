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
  /** Lines that cannot be read and are named, at most. Default: 3. */
  readonly namedProblems?: number;
}

/** What is said of lines that cannot be read. */
export interface Unread {
  /** Lines that no version of this program's schemas describes. */
  readonly unreadable: number;
  /** The first few of them. */
  readonly problems: readonly {
    readonly path: string;
    readonly lineNumber: number;
    readonly reason: string;
  }[];
}

export interface Ranking extends Found, Unread {}

const NAMED_PROBLEMS = 3;

/** Throws a `Fault`: unknown-model, file-unreadable, file-unwritable or query-failed. */
export async function rankBoard(request: RankRequest): Promise<Ranking> {
  return withRows(request, async (find, unread) => ({ ...(await find(request)), ...unread }));
}

export interface BrowseRequest extends Omit<RankRequest, 'boards' | 'only'> {
  /** Boards that are listed, those with most lines; null: all. */
  readonly boards: number | null;
  /** Key of the board whose entries are wanted; null, and where it is not among those listed: the one with most. */
  readonly key: string | null;
}

export interface Browsed extends Unread {
  /** Each with its first entry only. */
  readonly overview: Found;
  /** The one board that was chosen, with as many entries as `options.top` allows; none where nothing is ranked. */
  readonly chosen: Found | null;
}

/** All boards, and the entries of one of them: DuckDB reads the files once. Throws as `rankBoard` does. */
export async function browseBoard(request: BrowseRequest): Promise<Browsed> {
  return withRows(request, async (find, unread) => {
    const overview = await find({ ...request, options: { ...request.options, top: 1 } });
    const [most] = overview.boards.toSorted((a, b) => b.counts.entries - a.counts.entries);
    const board = overview.boards.find(({ key }) => key === request.key) ?? most;
    return { overview, chosen: board ? await find({ ...request, only: board.key }) : null, ...unread };
  });
}

type Find = (request: SearchRequest) => Promise<Found>;

async function withRows<T>(
  request: Omit<RankRequest, 'only'>,
  use: (find: Find, unread: Unread) => Promise<T>,
): Promise<T> {
  try {
    return await withDatabase(request.cacheDir, async (database) => {
      const sources = await openRows(database, request);
      await refuseUnknownModels(database, request);
      const unread = await problemsOf(database, sources, request);
      const find: Find = async (asked) => {
        await database.run('CREATE OR REPLACE TEMP TABLE dropped (place BIGINT)');
        const search = new Search(database, sources, asked);
        await search.run();
        return search.result();
      };
      return await use(find, unread);
    });
  } catch (cause) {
    throw queryFault('rank the leaderboard', cause);
  }
}

/** Makes `rows`. */
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
  { files, namedProblems = NAMED_PROBLEMS }: RankRequest,
): Promise<Unread> {
  // An export was written of lines that had been read.
  if (files.json.length === 0) return { unreadable: 0, problems: [] };
  const rows = await database.rows(
    `SELECT place, count(*) OVER () AS unreadable FROM rows WHERE kind = ${KIND.other} ` +
      `ORDER BY place LIMIT ${namedProblems}`,
  );
  const problems: Unread['problems'][number][] = [];
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
