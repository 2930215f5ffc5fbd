/** What a merge needs to know of a line. It asks less than a reader does, so that lines of newer versions count too. */
import { parseJsonObject } from '../../json.ts';
import { REVOCATION_FAMILY } from '../revocation.ts';
import { SUBMISSION_FAMILY } from '../schema.ts';

export type KnownKind = 'submission' | 'revocation';

export interface KnownLine {
  readonly kind: KnownKind;
  /** As the line claims it: 64 hex digits. */
  readonly id: string;
  /** When the run started, or when it was taken back, ms since 1970; Infinity where no time can be read. */
  readonly timeMs: number;
}

const ID = /^[0-9a-f]{64}$/;
/** With its offset: a time without one would be another time on another machine. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** A line that a schema of ours names, of whatever version, and that has an id; null for any other text. */
export function knownLine(text: string): KnownLine | null {
  const line = parseJsonObject(text);
  if (line === null) return null;
  const { schema, id, startedAt, revokedAt } = line;
  if (typeof schema !== 'string' || typeof id !== 'string' || !ID.test(id)) return null;
  if (schema.startsWith(SUBMISSION_FAMILY)) return { kind: 'submission', id, timeMs: instantMs(startedAt) };
  if (schema.startsWith(REVOCATION_FAMILY)) return { kind: 'revocation', id, timeMs: instantMs(revokedAt) };
  return null;
}

function instantMs(value: unknown): number {
  const ms = typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? Number.POSITIVE_INFINITY : ms;
}
