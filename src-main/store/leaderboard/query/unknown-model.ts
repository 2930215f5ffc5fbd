/** Someone asked for a model that no line names. */
import { Fault } from '#core/errors.ts';
import { nearest } from '#core/nearest.ts';
import { sqlList, type Database } from './database.ts';
import { EXPORT_FIELDS, LINE_FIELDS } from './fields.ts';
import { readJson } from './json-rows.ts';
import type { BoardFiles } from '../sources/board-files.ts';

/** More names than these help nobody. */
const LISTED = 40;

/** The files are read once more for the names that they hold: this is not the way that must be fast. */
export async function unknownModel(database: Database, files: BoardFiles, name: string): Promise<Fault> {
  const json = files.json.filter(({ isWhole }) => !isWhole).map(({ path }) => path);
  const selects = [
    ...(json.length === 0 ? [] : [`SELECT ${LINE_FIELDS.model} AS model FROM ${readJson(json)}`]),
    ...(files.parquet.length === 0
      ? []
      : [`SELECT ${EXPORT_FIELDS.model} AS model FROM read_parquet(${sqlList(files.parquet)})`]),
  ];
  const rows = await database.rows(
    `SELECT DISTINCT model FROM (${selects.join(' UNION ALL ')}) WHERE model IS NOT NULL ORDER BY model`,
  );
  const names = rows.map(({ model }) => String(model));
  const suggestion = nearest(name, names);
  const hint = suggestion === null ? '' : ` Did you mean "${suggestion}"?`;
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : '';
  const valid = names.length === 0 ? 'There is none.' : `Valid: ${names.slice(0, LISTED).join(', ')}${more}.`;
  return new Fault('unknown-model', `There is no model in the leaderboard named "${name}".${hint} ${valid}`);
}
