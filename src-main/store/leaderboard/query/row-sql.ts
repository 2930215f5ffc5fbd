/**
 * The slim row that stands for a line while DuckDB chooses: `kind`, `id`, `board`, `run`, `startedMs`, `netJ`, `lowJ`,
 * `highJ`, `degraded`, `wanted` (it passes the filter), `best` (what it may be the best of) and `named` (which of the
 * models that were asked for it is, from 1). Which line it is, `place` says (places.ts). It only chooses: what is shown is read from the line itself, and must say the same.
 */
import type { BestOf } from '#core/leaderboard/choose.ts';
import type { BoardFilter } from '#core/leaderboard/filter.ts';
import { ANY_TIER, type RankOptions } from '#core/leaderboard/rank.ts';
import { sqlList, sqlText } from './database.ts';
import { hash, KIND, modelKeySql, type Fields } from './fields.ts';

export const ROW_COLUMNS =
  'kind, revokes, id, board, run, startedMs, netJ, lowJ, highJ, degraded, wanted, best, named';

export function rowSql(fields: Fields, options: RankOptions, filter: BoardFilter): string {
  const { startedMs, netJ, lowJ, highJ } = fields;
  const complete = [fields.id, startedMs, netJ, lowJ, highJ, fields.model, fields.tier, fields.comparisonKey];
  // A line without what a ranking needs is no submission of this version, whatever it calls itself.
  const isWhole = complete.map((field) => `${field} IS NOT NULL`).join(' AND ');
  const kind = fields.isChecked
    ? fields.kind
    : `CASE WHEN ${fields.kind} = ${KIND.submission} AND NOT (${isWhole}) THEN ${KIND.other} ELSE ${fields.kind} END`;
  return [
    `(${kind})::UTINYINT AS kind`,
    `${fields.revokes} AS revokes`,
    `${fields.id} AS id`,
    `${boardSql(fields, options)} AS board`,
    `${options.keep === 'all' ? fields.id : fields.run} AS run`,
    `${startedMs} AS startedMs, ${netJ} AS netJ, ${lowJ} AS lowJ, ${highJ} AS highJ`,
    `${fields.degraded} AS degraded`,
    `coalesce(${wantedSql(fields, filter)}, false) AS wanted`,
    `${options.best == null ? 'NULL::VARCHAR' : bestSql(fields, options.best)} AS best`,
    `${filter.models === null ? 'NULL' : `list_position(${sqlList(filter.models)}, ${fields.model})`}::USMALLINT AS named`,
  ].join(', ');
}

function boardSql(fields: Fields, { byPrecision = false, mixTiers = false }: RankOptions): string {
  if (!byPrecision && !mixTiers) return fields.board;
  const { comparisonKey, precision } = fields;
  const key = byPrecision ? comparisonKey : modelKeySql(comparisonKey, precision);
  return hash(`${mixTiers ? sqlText(ANY_TIER) : fields.tier} || '|' || ${key}`);
}

function bestSql(fields: Fields, best: BestOf): string {
  if (best === 'device') return fields.deviceHash;
  return hash(best === 'processor' ? fields.cpuModel : fields.publicKey);
}

/** A superset of the filter where only a verifier can tell. */
function wantedSql(fields: Fields, filter: BoardFilter): string {
  const among = (field: string, values: readonly string[] | null) =>
    values === null ? [] : [`${field} IN (${values.map(sqlText).join(', ')})`];
  const conditions = [
    ...among(fields.model, filter.models),
    ...among(fields.precision, filter.precisions),
    ...among(fields.provider, filter.providers),
    ...among(fields.device, filter.devices),
    ...among(fields.tier, filter.tiers),
    ...(filter.sinceMs === null ? [] : [`${fields.startedMs} >= ${Math.trunc(filter.sinceMs)}`]),
    ...(filter.verifiedOnly ? [`${fields.publicKey} IS NOT NULL`] : []),
  ];
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}
