/** The columns of an export: what people query by, typed, with units in the names, and the line itself. */
import { submissionSchema } from '#core/leaderboard/schema.ts';
import { LINE_COLUMNS, LINE_FIELDS } from './fields.ts';
import { slimSchema } from './clean-copy.ts';

const { results, runId, verdict, domains, scenario } = submissionSchema.shape;

/** Of a line, what its row is made of. */
export const exportedSchema = slimSchema.extend({
  runId,
  verdict,
  domains,
  scenario,
  results: results.omit({ latencySketch: true, meterInterval: true }),
});

/** The same as DuckDB reads it, with the text of the line. */
export const EXPORTED_COLUMNS: Readonly<Record<string, string>> = {
  ...LINE_COLUMNS,
  runId: 'VARCHAR',
  verdict: 'VARCHAR',
  domains: 'VARCHAR[]',
  scenario: 'STRUCT(kind VARCHAR, ratePerS DOUBLE)',
  results:
    'STRUCT(netJ DOUBLE, ci95 DOUBLE[], grossJ DOUBLE, throughputPerS DOUBLE, cpuSecondsPerInference DOUBLE, ' +
    'latencyMs STRUCT(median DOUBLE, p90 DOUBLE, p99 DOUBLE))',
  line: 'VARCHAR',
};

/**
 * Model and method version stand in the names of the folders. `…Key` columns are for the ranking: hashes of board,
 * run and device, and the first half of the id. A line that revokes another has `revokedSubmissionId` and no figures.
 */
const COLUMNS: readonly (readonly [name: string, sql: string])[] = [
  ['id', 'id'],
  ['revokedSubmissionId', 'submissionId'],
  ['comparisonKey', 'comparisonKey'],
  ['runId', 'runId'],
  ['startedAtMs', LINE_FIELDS.startedMs],
  ['modelName', 'configuration.model'],
  ['modelSha256', 'configuration.modelSha256'],
  ['variantSha256', 'configuration.variantSha256'],
  ['"precision"', 'configuration."precision"'],
  ['provider', 'configuration.provider'],
  ['device', 'configuration.device'],
  ['threads', 'configuration.threads::INTEGER'],
  ['batch', 'configuration.batch::INTEGER'],
  ['scenario', 'scenario.kind'],
  ['fixedRatePerS', 'scenario.ratePerS'],
  ['tier', 'tier'],
  ['domains', "array_to_string(domains, '+')"],
  ['meterId', 'meter.id'],
  ['cpuModel', 'device.cpuModel'],
  ['osName', 'device.osName'],
  ['arch', 'device.arch'],
  ['verdict', 'verdict'],
  ['netJ', 'results.netJ'],
  ['ci95LowJ', 'results.ci95[1]'],
  ['ci95HighJ', 'results.ci95[2]'],
  ['grossJ', 'results.grossJ'],
  ['latencyMedianMs', 'results.latencyMs.median'],
  ['latencyP90Ms', 'results.latencyMs.p90'],
  ['latencyP99Ms', 'results.latencyMs.p99'],
  ['throughputPerS', 'results.throughputPerS'],
  ['cpuSecondsPerInference', 'results.cpuSecondsPerInference'],
  ['degraded', LINE_FIELDS.degraded],
  ['signerPublicKey', 'signature.publicKey'],
  ['idKey', LINE_FIELDS.id],
  ['boardKey', LINE_FIELDS.board],
  ['runKey', LINE_FIELDS.run],
  ['deviceKey', LINE_FIELDS.deviceHash],
  ['line', 'line'],
];

/** As a board is ranked, so that what comes first lies together and first. */
export const EXPORT_ORDER = [LINE_FIELDS.board, LINE_FIELDS.degraded, 'results.netJ', LINE_FIELDS.id].join(
  ', ',
);

/**
 * Selects them from lines. `rowInFile`, from 0: DuckDB passes over the row groups that do not hold the wanted
 * ones by a column's least and largest value, which it does not do by its own number of a row.
 */
export const EXPORTED = [
  ...COLUMNS.map(([name, sql]) => `${sql} AS ${name}`),
  `row_number() OVER (ORDER BY ${EXPORT_ORDER}) - 1 AS rowInFile`,
].join(', ');
