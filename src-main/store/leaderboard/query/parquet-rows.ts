/** Rows of the files of an export. */
import { Fault } from '#core/errors.ts';
import { isDuckError, sqlList, type Database } from './database.ts';
import { PARQUET_PLACE } from './places.ts';

/**
 * Selects `row` of each row, with its `place`. Hive folders are not looked at: a column says what their names say.
 * Throws a `Fault` (file-unreadable) for Parquet that is no export of a leaderboard.
 */
export async function parquetRows(
  database: Database,
  paths: readonly string[],
  row: string,
): Promise<string> {
  const sql =
    `SELECT ${PARQUET_PLACE} AS place, ${row} FROM ` +
    `read_parquet(${sqlList(paths)}, file_row_number = true, hive_partitioning = false)`;
  // Each query of a ranking opens the same files again.
  await database.run('SET parquet_metadata_cache = true');
  try {
    await database.rows(`DESCRIBE ${sql}`);
  } catch (cause) {
    if (!isDuckError(cause)) throw cause;
    const [said = ''] = cause.message.split('\n');
    throw new Fault('file-unreadable', `the Parquet files hold no leaderboard (${said})`, {
      cause,
      remedy: 'Name files that "joulemark leaderboard export --parquet" has written.',
    });
  }
  return sql;
}
