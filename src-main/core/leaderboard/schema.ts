/** One line of a leaderboard: one configuration of one run, with all that its figures rest on. */
import { z } from 'zod';
import { DOMAINS, TIERS } from '../provenance.ts';
import {
  fidelitySchema,
  meterInfoSchema,
  recordSchema,
  rowSchema,
  VERDICTS,
  WINDOW_FLAGS,
  windowSchema,
} from '../record/schema.ts';

/** What every version's name begins with: tells a newer line from a foreign one. */
export const SUBMISSION_FAMILY = 'joulemark.submission/';
export const SUBMISSION_SCHEMA = `${SUBMISSION_FAMILY}1`;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const { id: runId, methodVersion, startedAt, software, machine, plan } = recordSchema.shape;
const row = rowSchema.shape;

/**
 * What the machine is, and nothing that says whose: no host name, user, serial number or address. The
 * fields are named one by one, so that a new fact of the record never gets out by itself.
 */
export const deviceSchema = machine
  .pick({
    cpuModel: true,
    cpuVendor: true,
    physicalCores: true,
    logicalCpus: true,
    gpus: true,
    virtualMachine: true,
    osName: true,
    osRelease: true,
    arch: true,
  })
  .extend({ memoryGiB: z.int().nonnegative().nullable() });

export const conditionsSchema = z.object({
  /** Rounds that this configuration has measuring windows of. */
  rounds: z.int().positive(),
  /** Measuring windows in all, repeated ones too. */
  measureWindows: z.int().positive(),
  /** How many measuring windows carry each flag. */
  flagged: z.partialRecord(z.enum(WINDOW_FLAGS), z.int().positive()),
  /** Over all windows; null where the machine told no temperature. */
  temperatureC: z.object({ min: z.number(), max: z.number() }).nullable(),
});

export const submissionSchema = z.object({
  schema: z.literal(SUBMISSION_SCHEMA),
  /** SHA-256 (hex) of the RFC 8785 form of all the rest but `id` and `signature`. */
  id: sha256,
  /** Follows from the fields; see comparison.ts. */
  comparisonKey: z.string(),
  runId,
  /** Of the run. */
  startedAt,
  software,
  device: deviceSchema,
  configuration: z.object({
    model: row.model,
    modelSha256: row.modelSha256,
    modelKind: row.modelKind,
    variantSha256: sha256,
    precision: row.precision,
    provider: row.provider,
    unit: row.unit,
    device: row.device,
    threads: row.threads,
    spinning: row.spinning,
    arena: row.arena,
    batch: row.batch,
    work: row.work,
  }),
  scenario: plan.shape.scenario,
  constants: plan.shape.constants,
  seed: plan.shape.seed,
  methodVersion,
  /** The meter that the energy is from. */
  meter: meterInfoSchema,
  tier: z.enum(TIERS),
  domains: z.array(z.enum(DOMAINS)).min(1),
  verdict: z.enum(VERDICTS).exclude(['failed', 'incomplete']),
  reasons: z.array(z.string()),
  results: z.object({
    netJ: row.netJ.unwrap(),
    grossJ: row.grossJ.unwrap(),
    /** 95 % interval of netJ. */
    ci95: row.ci95.unwrap(),
    /** netJ by the meter's own accuracy class; null: no class is stated. */
    meterInterval: row.meterInterval.default(null),
    latencyMs: row.latencyMs.unwrap(),
    latencySketch: row.latencySketch,
    throughputPerS: row.throughputPerS.unwrap(),
    cpuSecondsPerInference: row.cpuSecondsPerInference,
  }),
  placement: row.placement,
  placementNodes: row.placementNodes,
  fallbacks: row.fallbacks,
  ranAs: row.ranAs,
  adapter: row.adapter,
  deviceVerified: row.deviceVerified,
  tensorsOn: row.tensorsOn,
  fidelity: fidelitySchema.nullable(),
  conditions: conditionsSchema,
  windows: z.array(windowSchema).min(1),
  /** null: unsigned. Open here, so that a verifier can say what is wrong; json-schema.ts publishes its form. */
  signature: z.looseObject({ algorithm: z.string() }).nullable(),
});

export type Submission = z.infer<typeof submissionSchema>;
