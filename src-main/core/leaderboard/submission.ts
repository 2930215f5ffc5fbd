/** From a record to the lines that a person may submit. */
import type { z } from 'zod';
import { namedAlike } from '../energy/card.ts';
import { providerText } from '../format/provider.ts';
import { settingsText } from '../format/session.ts';
import type { MeterStatus, Row, RunRecord } from '../record/schema.ts';
import { comparisonKey } from './comparison.ts';
import { conditionsOf } from './conditions.ts';
import { mapFreeText } from './free-text.ts';
import { canonicalText, submissionId } from './identity.ts';
import { publicText } from './public-text.ts';
import { refusalOfRecord, refusalOfRow } from './refusal.ts';
import { SUBMISSION_SCHEMA, submissionSchema, type Submission } from './schema.ts';
import { signatureOf, type Signer } from './signature.ts';

export interface SubmissionEntry {
  readonly id: string;
  /** The configuration in words. */
  readonly label: string;
  /** The line of the file, byte for byte, without its line break. */
  readonly line: string;
  readonly submission: Submission;
}

export interface Submissions {
  readonly entries: readonly SubmissionEntry[];
  readonly refused: readonly { readonly label: string; readonly reason: string }[];
}

type UsedMeter = Extract<MeterStatus, { status: 'used' }>;

/**
 * The submission of each row, or why there is none. It follows from what is given alone (no clock, no machine),
 * so what is shown to a person before writing is what is written.
 *
 * `signer`: null leaves the lines unsigned; their ids are the same. `words`: what no text may hold besides what
 * can be known for private by its form; see `privateWords`.
 */
export function submissionsOf(
  record: RunRecord,
  signer: Signer | null = null,
  words: readonly string[] = [],
): Submissions {
  const entries: SubmissionEntry[] = [];
  const refused: { label: string; reason: string }[] = [];
  const wholeRecord = refusalOfRecord(record);
  for (const row of record.rows) {
    const label = rowLabel(row);
    const reason = wholeRecord ?? refusalOfRow(record, row);
    const meter = meterOf(record, row);
    if (reason !== null) refused.push({ label, reason });
    else if (meter === null) refused.push({ label, reason: 'the record does not describe the meter used' });
    else entries.push(entryOf(label, payloadOf(record, row, meter, words), signer));
  }
  return { entries, refused };
}

/** E.g. `silero-vad, int8-dynamic, cpu, 2 threads, batch 1`, or with `webnn:npu (unverified)` in place of `cpu`. */
export function rowLabel(row: Row): string {
  const threads = row.threads === 1 ? '1 thread' : `${row.threads} threads`;
  const parts = [
    row.model,
    row.precision,
    providerText(row),
    settingsText(row),
    threads,
    `batch ${row.batch}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

/** The one that sums what the row's energy covers; of several cards that of the adapter, as when it was chosen. */
function meterOf(record: RunRecord, row: Row): UsedMeter | null {
  const used = record.meters.filter((meter): meter is UsedMeter => meter.status === 'used');
  const covering = used.filter(
    (meter) => meter.tier === row.tier && row.domains.every((domain) => meter.domains.includes(domain)),
  );
  const summing = covering.filter((meter) => meter.summed.join('+') === row.domains.join('+'));
  const named = namedAlike(
    summing.map((info) => ({ info })),
    row.adapter,
  );
  return named?.info ?? summing[0] ?? covering[0] ?? null;
}

const payloadSchema = submissionSchema.omit({ id: true, comparisonKey: true });
type Payload = z.infer<typeof payloadSchema>;

function payloadOf(record: RunRecord, row: Row, meter: UsedMeter, words: readonly string[]): Payload {
  const { memoryBytes } = record.machine;
  const source = {
    ...record,
    ...record.plan,
    ...row,
    schema: SUBMISSION_SCHEMA,
    runId: record.id,
    device: { ...record.machine, memoryGiB: memoryBytes === null ? null : Math.round(memoryBytes / 2 ** 30) },
    configuration: row,
    results: row,
    meter,
    conditions: conditionsOf(row.windows),
    signature: null,
  };
  // Parsing keeps what the schema names and drops all the rest of the record.
  return mapFreeText(payloadSchema, payloadSchema.parse(source), (text) => publicText(text, words));
}

function entryOf(label: string, payload: Payload, signer: Signer | null): SubmissionEntry {
  const keyed = { ...payload, comparisonKey: comparisonKey(payload) };
  const id = submissionId(keyed);
  const signature = signer === null ? null : signatureOf(SUBMISSION_SCHEMA, id, signer);
  const submission = { ...keyed, id, signature };
  return { id, label, line: canonicalText(submission), submission };
}
