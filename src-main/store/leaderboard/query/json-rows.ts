/** Rows of files of JSON lines: those that DuckDB reads, and those that only a closer look can read. */
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonFile } from '../sources/board-files.ts';
import { copySlim, slimLine, wholeText } from './clean-copy.ts';
import { isDuckError, MAXIMUM_OBJECT_SIZE, sqlList, sqlText, type Database } from './database.ts';
import { KIND, LINE_COLUMNS } from './fields.ts';
import { byFile, placedIn, type Placed } from './places.ts';
import { ROW_COLUMNS } from './row-sql.ts';

export interface JsonRows extends Placed {
  /** Selects all rows, with `place`: their number in the order of the files and lines. */
  readonly sql: string;
}

/**
 * Makes the tables; `row` is what is selected of each line. DuckDB makes a row of every line that is not blank, in
 * order, and leaves empty what it cannot read; such lines are looked at once more, since it is stricter in places
 * than JSON.parse. Where it refuses a whole file, a copy of what matters of each line takes the files' place.
 */
export async function readJsonRows(
  database: Database,
  files: readonly JsonFile[],
  row: string,
): Promise<JsonRows> {
  const makeTable = async (paths: readonly string[]) => {
    for (let first = 0; first < paths.length; first += FILES_AT_ONCE) {
      const select = `SELECT ${row}, file_index + ${first} AS file FROM ${readJson(paths.slice(first, first + FILES_AT_ONCE))}`;
      await database.run(
        first === 0
          ? `CREATE OR REPLACE TEMP TABLE json_rows AS ${select}`
          : `INSERT INTO json_rows ${select}`,
      );
    }
  };
  try {
    await makeTable(await inLines(files, database.folder));
  } catch (error) {
    if (!isDuckError(error) || /out of memory/i.test(error.message)) throw error;
    const copy = join(database.folder, 'copy.jsonl');
    const firstPlaces = await copySlim(files, copy);
    await makeTable([copy]);
    return { sql: JSON_ROWS, ...placedIn(files, firstPlaces) };
  }
  const placed = placedIn(files, await firstPlacesOf(database, files.length));
  return { ...placed, sql: await rescue(database, placed, row) };
}

/** To keep their order, DuckDB holds some hundred kilobytes a file until all that it reads at once is read. */
const FILES_AT_ONCE = 100;

const JSON_ROWS = `SELECT rowid AS place, ${ROW_COLUMNS} FROM json_rows`;

/** The relation of the lines of `paths`. */
export function readJson(
  paths: readonly string[],
  types: Readonly<Record<string, string>> = LINE_COLUMNS,
): string {
  const columns = Object.entries(types).map(([name, type]) => `${name}: ${sqlText(type)}`);
  return (
    `read_json(${sqlList(paths)}, format = 'newline_delimited', compression = 'uncompressed', ignore_errors = true, ` +
    `maximum_object_size = ${MAXIMUM_OBJECT_SIZE}, columns = {${columns.join(', ')}})`
  );
}

/** The files' own paths, but for those of one submission in many lines that of a line with what matters of it. */
function inLines(files: readonly JsonFile[], folder: string): Promise<string[]> {
  return Promise.all(
    files.map(async ({ path, isWhole }, index) => {
      if (!isWhole) return path;
      const text = await wholeText(path);
      const line = join(folder, `whole-${index}.jsonl`);
      await writeFile(line, `${JSON.stringify((text === null ? null : slimLine(text)) ?? {})}\n`);
      return line;
    }),
  );
}

async function firstPlacesOf(database: Database, files: number): Promise<number[]> {
  const counts = await database.rows('SELECT file, min(rowid) AS first FROM json_rows GROUP BY file');
  const found = new Map(counts.map(({ file, first }) => [Number(file), Number(first)]));
  const firstPlaces: number[] = [];
  // A file without rows begins where the next one does.
  for (let file = files - 1, next = Number.MAX_SAFE_INTEGER; file >= 0; file -= 1) {
    next = found.get(file) ?? next;
    firstPlaces.unshift(next);
  }
  return firstPlaces;
}

/** Adds those lines that DuckDB could not read and that are valid all the same. */
async function rescue(database: Database, placed: Placed, row: string): Promise<string> {
  const unread = await database.rows(
    `SELECT rowid AS place FROM json_rows WHERE kind = ${KIND.other} ORDER BY place`,
  );
  if (unread.length === 0) return JSON_ROWS;
  const target = join(database.folder, 'rescued.jsonl');
  const out = await open(target, 'w');
  let count = 0;
  try {
    for (const { file, index, first, ordinals } of byFile(
      placed,
      unread.map(({ place }) => Number(place)),
    )) {
      if (file.isWhole) continue;
      await index.read(ordinals, async ({ ordinal, text }) => {
        const slim = text === null ? null : slimLine(text);
        if (slim === null) return;
        await out.write(`${JSON.stringify({ ...slim, place: first + ordinal })}\n`);
        count += 1;
      });
    }
  } finally {
    await out.close();
  }
  if (count === 0) return JSON_ROWS;
  await database.run(
    `CREATE OR REPLACE TEMP TABLE rescued_rows AS SELECT place::BIGINT AS place, ${row} ` +
      `FROM ${readJson([target], { ...LINE_COLUMNS, place: 'DOUBLE' })}`,
  );
  return (
    `${JSON_ROWS} WHERE kind <> ${KIND.other} OR place NOT IN (SELECT place FROM rescued_rows) ` +
    `UNION ALL SELECT place, ${ROW_COLUMNS} FROM rescued_rows`
  );
}
