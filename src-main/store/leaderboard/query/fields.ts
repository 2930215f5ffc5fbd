/** What the ranking reads of a line, as SQL: from its JSON, or from the columns of an export. */
import { REVOCATION_SCHEMA } from '#core/leaderboard/revocation.ts';
import { SUBMISSION_SCHEMA } from '#core/leaderboard/schema.ts';
import { sqlText } from './database.ts';

/** A submission, a line that takes one back, or none of both. */
export const KIND = { submission: 0, revocation: 1, other: 2 } as const;

/** SQL expressions. Hashes are 32 hexadecimal digits: text, since Spark reads no Parquet file with a column of UUIDs. */
export interface Fields {
  /** True where whoever wrote them has seen to it that no field of a submission is missing. */
  readonly isChecked: boolean;
  readonly kind: string;
  /** True of a revocation; said by one column, so that DuckDB passes over row groups that hold none. */
  readonly revokes: string;
  /** First half of the id; of a revocation, that of the submission that it takes back. */
  readonly id: string;
  readonly comparisonKey: string;
  readonly precision: string;
  readonly model: string;
  readonly provider: string;
  readonly device: string;
  readonly tier: string;
  readonly startedMs: string;
  readonly netJ: string;
  readonly lowJ: string;
  readonly highJ: string;
  readonly degraded: string;
  /** Hash of tier and model key: the board, unless a person asks for other boards. */
  readonly board: string;
  /** Hash of installation, machine, configuration, adapter and meter: what a newer run replaces. */
  readonly run: string;
  readonly deviceHash: string;
  readonly cpuModel: string;
  /** The key that claims the line; whether its signature holds is not looked at. */
  readonly publicKey: string;
}

/** MD5 for grouping only: nobody can make a line that has the hash of another's. */
export function hash(text: string): string {
  return `md5(${text})`;
}

/** NULL for what is no id: without one a line is no submission. */
function firstHalf(id: string): string {
  return `CASE WHEN regexp_full_match(${id}, '[0-9a-f]{64}') THEN left(${id}, 32) END`;
}

/** The columns that DuckDB reads of a line of JSON; whatever else it holds is passed over. */
export const LINE_COLUMNS: Readonly<Record<string, string>> = {
  schema: 'VARCHAR',
  id: 'VARCHAR',
  submissionId: 'VARCHAR',
  comparisonKey: 'VARCHAR',
  startedAt: 'VARCHAR',
  methodVersion: 'DOUBLE',
  tier: 'VARCHAR',
  ranAs: 'VARCHAR',
  adapter: 'STRUCT(name VARCHAR)',
  meter: 'STRUCT(id VARCHAR)',
  device:
    'STRUCT(cpuModel VARCHAR, cpuVendor VARCHAR, physicalCores DOUBLE, logicalCpus DOUBLE, gpus VARCHAR[], ' +
    'virtualMachine BOOLEAN, osName VARCHAR, osRelease VARCHAR, arch VARCHAR, memoryGiB DOUBLE)',
  configuration:
    'STRUCT(model VARCHAR, modelSha256 VARCHAR, modelKind VARCHAR, variantSha256 VARCHAR, "precision" VARCHAR, ' +
    'provider VARCHAR, unit VARCHAR, device VARCHAR, threads DOUBLE, spinning BOOLEAN, arena BOOLEAN, ' +
    'batch DOUBLE, work STRUCT(unit VARCHAR, perInference DOUBLE))',
  results: 'STRUCT(netJ DOUBLE, ci95 DOUBLE[])',
  fidelity: 'STRUCT(holds BOOLEAN)',
  signature: 'STRUCT(publicKey VARCHAR)',
};

/** Of a configuration, with what older lines leave out as the schema reads it. */
const CONFIGURATION = [
  ...[
    'model',
    'modelSha256',
    'variantSha256',
    '"precision"',
    'provider',
    'unit',
    'device',
    'threads',
    'batch',
  ],
].map((name) => `configuration.${name}`);
const WITH_DEFAULTS = [
  "coalesce(configuration.modelKind, 'trained')",
  'coalesce(configuration.spinning, true)',
  'coalesce(configuration.arena, true)',
  "coalesce(configuration.work.unit, 'inference')",
  'coalesce(configuration.work.perInference, 1)',
];
const RUN = [
  'signature.publicKey',
  'device',
  ...CONFIGURATION,
  ...WITH_DEFAULTS,
  'meter.id',
  'ranAs',
  'adapter.name',
];

/** As JSON, so that no text in one part can pass for a border between two. */
const together = (parts: readonly string[]): string => {
  const named = parts.map((part, index) => `p${index}: ${part}`);
  return `to_json({${named.join(', ')}})::VARCHAR`;
};

/** Without the precision, which ends the comparison key. */
export const modelKeySql = (comparisonKey: string, precision: string): string =>
  `left(${comparisonKey}, length(${comparisonKey}) - length(${precision}) - 1)`;

export const LINE_FIELDS: Fields = {
  isChecked: false,
  kind:
    `CASE schema WHEN ${sqlText(SUBMISSION_SCHEMA)} THEN ${KIND.submission} ` +
    `WHEN ${sqlText(REVOCATION_SCHEMA)} THEN ${KIND.revocation} ELSE ${KIND.other} END`,
  revokes: `coalesce(schema = ${sqlText(REVOCATION_SCHEMA)}, false)`,
  id: firstHalf(`CASE WHEN schema = ${sqlText(REVOCATION_SCHEMA)} THEN submissionId ELSE id END`),
  comparisonKey: 'comparisonKey',
  precision: 'configuration."precision"',
  model: 'configuration.model',
  provider: 'configuration.provider',
  device: 'configuration.device',
  tier: 'tier',
  startedMs: 'epoch_ms(try_cast(startedAt AS TIMESTAMP))',
  netJ: 'results.netJ',
  lowJ: 'results.ci95[1]',
  highJ: 'results.ci95[2]',
  degraded: 'coalesce(NOT fidelity.holds, false)',
  board: hash(`tier || '|' || ${modelKeySql('comparisonKey', 'configuration."precision"')}`),
  run: hash(together(RUN)),
  deviceHash: hash(together(['device'])),
  cpuModel: 'device.cpuModel',
  publicKey: 'signature.publicKey',
};

/**
 * Columns of an export that the ranking reads, each named as in export-columns.ts. A later version that changes what
 * `board` or `run` mean must give their columns other names.
 */
export const EXPORT_FIELDS: Fields = {
  isChecked: true,
  kind: `CASE WHEN revokedSubmissionId IS NULL THEN ${KIND.submission} ELSE ${KIND.revocation} END`,
  revokes: 'revokedSubmissionId IS NOT NULL',
  id: 'idKey',
  comparisonKey: 'comparisonKey',
  precision: '"precision"',
  model: 'modelName',
  provider: 'provider',
  device: 'device',
  tier: 'tier',
  startedMs: 'startedAtMs',
  netJ: 'netJ',
  lowJ: 'ci95LowJ',
  highJ: 'ci95HighJ',
  degraded: 'degraded',
  board: 'boardKey',
  run: 'runKey',
  deviceHash: 'deviceKey',
  cpuModel: 'cpuModel',
  publicKey: 'signerPublicKey',
};
