/** The rows that come first on each board, by the keys of core/leaderboard/choose.ts and rank.ts. */
import type { RankOptions } from '#core/leaderboard/rank.ts';
import { sqlList, sqlText, type Database } from './database.ts';
import { KIND } from './fields.ts';

export interface Candidate {
  readonly place: number;
  /** Hash of the board's key, in hex. */
  readonly board: string;
  /** First half of the submission's id. */
  readonly id: string;
  readonly startedMs: number;
  readonly netJ: number;
  readonly lowJ: number;
  readonly highJ: number;
  readonly degraded: boolean;
  /** On its board, from 1. */
  readonly position: number;
  /** Of its board, all that were chosen from. */
  readonly entries: number;
  readonly degradedEntries: number;
}

export interface Asked {
  readonly options: Pick<RankOptions, 'best'>;
  /** So many rows a board; null: all. Of some boards only where it tells the depth of each, by their hashes. */
  readonly depth: number | null | ReadonlyMap<string, number | null>;
}

/** Those with most lines, so many (null: all), by their hashes; and how many there are. */
export async function largestBoards(
  database: Database,
  limit: number | null,
): Promise<{ readonly boards: string[]; readonly count: number }> {
  const rows = await database.rows(
    `SELECT board, count(*) OVER () AS boards FROM (
      SELECT board, count(*) AS lines FROM rows WHERE kind = ${KIND.submission} AND wanted GROUP BY board
    ) ORDER BY lines DESC, board ${limit === null ? '' : `LIMIT ${limit}`}`,
  );
  return { boards: rows.map(({ board }) => String(board)), count: Number(rows[0]?.['boards'] ?? 0) };
}

/**
 * Makes `near`: the submissions of these boards (null: of all). `copied`: reading the rows anew in each round costs more
 * than keeping those of the boards in memory, which is so where they lie in files.
 */
export async function nearRows(
  database: Database,
  boards: readonly string[] | null,
  copied: boolean,
): Promise<void> {
  // Literals, so that DuckDB passes over what an export keeps of other boards.
  const among = boards === null ? '' : amongSql(boards);
  const kind = copied && boards !== null ? 'TABLE' : 'VIEW';
  await dropNear(database);
  await database.run(
    `CREATE TEMP ${kind} near AS SELECT * FROM rows WHERE kind = ${KIND.submission} ${among}`,
  );
}

/** What a former search of this database has made. */
async function dropNear(database: Database): Promise<void> {
  const [former] = await database.rows(
    `SELECT table_type AS type FROM information_schema.tables WHERE table_name = 'near'`,
  );
  if (former !== undefined) await database.run(`DROP ${former['type'] === 'VIEW' ? 'VIEW' : 'TABLE'} near`);
}

/** Nothing else in the list: DuckDB asks each row group for what lies between the least and the largest. */
function amongSql(boards: readonly string[]): string {
  return boards.length === 0 ? 'AND false' : `AND board IN (${boards.map(sqlText).join(', ')})`;
}

/** From `near`, without those whose place is in `dropped`; by board and position. */
export async function candidatesOf(database: Database, asked: Asked): Promise<Candidate[]> {
  const rows = await database.rows(candidatesSql(asked));
  return rows.map((row) => ({
    place: Number(row['place']),
    board: String(row['board']),
    id: String(row['id']),
    startedMs: Number(row['startedMs']),
    netJ: Number(row['netJ']),
    lowJ: Number(row['lowJ']),
    highJ: Number(row['highJ']),
    degraded: row['degraded'] === true,
    position: Number(row['position']),
    entries: Number(row['entries']),
    degradedEntries: Number(row['degradedEntries']),
  }));
}

function candidatesSql({ options, depth }: Asked): string {
  const among = depth instanceof Map ? `AND board IN (SELECT unnest(${sqlList([...depth.keys()])}))` : '';
  const best =
    options.best == null
      ? 'kept'
      : `(SELECT * FROM kept WHERE best IS NOT NULL QUALIFY row_number() OVER
          (PARTITION BY board, best ORDER BY degraded, netJ, id, place) = 1)`;
  return `
    WITH live AS (
      SELECT * FROM near WHERE wanted ${among}
      AND place NOT IN (SELECT place FROM dropped)
    ), kept AS (
      -- Of copies of one line first that which may be the best of something: an unsigned one must not hide it.
      SELECT * FROM live QUALIFY row_number() OVER
      (PARTITION BY board, run ORDER BY startedMs DESC, id, best IS NULL, place) = 1
    ), chosen AS MATERIALIZED (
      SELECT place, board, id, startedMs, netJ, lowJ, highJ, degraded FROM ${best}
    ), numbered AS (
      SELECT *, row_number() OVER (PARTITION BY board ORDER BY degraded, netJ, id, place) AS position FROM chosen
    ), counts AS (
      -- Grouped: as windows they cost DuckDB ten times the whole rest.
      SELECT board, count(*) AS entries, count(*) FILTER (WHERE degraded) AS degradedEntries
      FROM chosen GROUP BY board
    )
    SELECT place, numbered.board, id, startedMs, netJ, lowJ, highJ, degraded,
      position, entries, degradedEntries
    FROM numbered JOIN counts ON numbered.board = counts.board WHERE ${withinDepth(depth)} ORDER BY numbered.board, position`;
}

function withinDepth(depth: Asked['depth']): string {
  if (depth === null) return 'true';
  if (typeof depth === 'number') return `position <= ${depth}`;
  const cases = [...depth].map(([board, rows]) => `WHEN '${board}' THEN ${rows ?? 'NULL'}`);
  return `position <= coalesce(CASE numbered.board ${cases.join(' ')} END, ${Number.MAX_SAFE_INTEGER})`;
}

/**
 * The other lines with the id of one of these, and those that revoke it. A true line of the same id has the same
 * contents, and so it is on the same board: it is among the near ones.
 */
export async function relatedPlaces(
  database: Database,
  ids: readonly string[],
): Promise<{ readonly submissions: Map<string, number[]>; readonly revocations: number[] }> {
  const submissions = new Map<string, number[]>();
  const revocations: number[] = [];
  // Revocations are few: they are found first, so that the ids of all other rows need not be read.
  const found = await database.rows(`
    WITH revoking AS MATERIALIZED (SELECT place, id, kind FROM rows WHERE revokes),
    ids AS (SELECT unnest(${sqlList(ids)}) AS id)
    SELECT place, id, kind FROM near WHERE id IN (FROM ids) UNION ALL
    SELECT place, id, kind FROM revoking WHERE id IN (FROM ids) ORDER BY place`);
  for (const { place, id, kind } of found) {
    if (Number(kind) === KIND.revocation) revocations.push(Number(place));
    else submissions.set(String(id), [...(submissions.get(String(id)) ?? []), Number(place)]);
  }
  return { submissions, revocations };
}
