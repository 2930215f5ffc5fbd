/** The lines behind rows, from whichever file holds them. */
import { fileFault } from '#disk/file-fault.ts';
import { wholeText } from './clean-copy.ts';
import { sqlText, type Database } from './database.ts';
import { byFile, isParquetPlace, parquetPlace, type Placed } from './places.ts';

export interface FoundLine {
  readonly place: number;
  readonly path: string;
  /** From 1; of an export, the row. */
  readonly lineNumber: number;
  /** null: too long, or not UTF-8. */
  readonly text: string | null;
}

export interface LineSources {
  readonly json: Placed;
  readonly parquet: readonly string[];
}

/** Calls `onLine` for each place that the files still hold, in the order of the files. */
export async function readLinesAt(
  database: Database,
  sources: LineSources,
  places: readonly number[],
  onLine: (line: FoundLine) => void,
): Promise<void> {
  await readJsonLines(
    sources.json,
    places.filter((place) => !isParquetPlace(place)),
    onLine,
  );
  await readParquetLines(database, sources.parquet, places.filter(isParquetPlace), onLine);
}

async function readJsonLines(
  json: Placed,
  places: readonly number[],
  onLine: (line: FoundLine) => void,
): Promise<void> {
  for (const { file, index, first, ordinals } of byFile(json, places)) {
    const { path } = file;
    try {
      if (file.isWhole) onLine({ place: first, path, lineNumber: 1, text: await wholeText(path) });
      else {
        await index.read(ordinals, ({ ordinal, lineNumber, text }) =>
          onLine({ place: first + ordinal, path, lineNumber, text }),
        );
      }
    } catch (cause) {
      throw fileFault('file-unreadable', 'read the leaderboard', path, cause);
    }
  }
}

async function readParquetLines(
  database: Database,
  files: readonly string[],
  places: readonly number[],
  onLine: (line: FoundLine) => void,
): Promise<void> {
  const rowsByFile = new Map<number, Map<number, number>>();
  for (const place of places) {
    const { file, row } = parquetPlace(place);
    const rows = rowsByFile.get(file) ?? new Map<number, number>();
    rowsByFile.set(file, rows.set(row, place));
  }
  if (rowsByFile.size === 0) return;
  // One query, so that DuckDB reads several files at once.
  const selects = [...rowsByFile].map(
    ([file, rows]) =>
      `SELECT ${file} AS file, file_row_number AS number, line ` +
      `FROM read_parquet(${sqlText(files[file] as string)}, file_row_number = true) ` +
      `WHERE rowInFile IN (${[...rows.keys()].join(', ')})`,
  );
  const found = await database.rows(`${selects.join(' UNION ALL ')} ORDER BY file, number`);
  for (const { file, number, line } of found) {
    const row = Number(number);
    const text = typeof line === 'string' ? line : null;
    const place = rowsByFile.get(Number(file))?.get(row);
    if (place !== undefined)
      onLine({ place, path: files[Number(file)] as string, lineNumber: row + 1, text });
  }
}
