/** Reads one line of a leaderboard file. A line that is not valid says why, and hurts no other. */
import type { z } from 'zod';
import { comparisonKey } from './comparison.ts';
import { submissionId } from './identity.ts';
import { REVOCATION_FAMILY, REVOCATION_SCHEMA, revocationSchema, type Revocation } from './revocation.ts';
import { SUBMISSION_FAMILY, SUBMISSION_SCHEMA, submissionSchema, type Submission } from './schema.ts';

export type ParsedLine =
  { readonly ok: true; readonly submission: Submission } | { readonly ok: false; readonly reason: string };

export type BoardLine =
  | { readonly kind: 'submission'; readonly submission: Submission }
  /** Its signature is not checked yet. */
  | { readonly kind: 'revocation'; readonly revocation: Revocation }
  | { readonly kind: 'problem'; readonly reason: string };

/** Any line of a leaderboard file, without its line break. Never throws. */
export function parseBoardLine(text: string): BoardLine {
  if (text.includes(REVOCATION_FAMILY)) {
    const raw = parseJson(text);
    if (isObject(raw) && raw['schema'] === REVOCATION_SCHEMA) return parseRevocation(raw);
  }
  const parsed = parseLine(text);
  return parsed.ok
    ? { kind: 'submission', submission: parsed.submission }
    : { kind: 'problem', reason: parsed.reason };
}

function parseRevocation(raw: Record<string, unknown>): BoardLine {
  const result = revocationSchema.safeParse(raw);
  if (!result.success) return { kind: 'problem', reason: firstIssue(result.error) };
  if (idOf(raw) !== result.data.id) return { kind: 'problem', reason: ALTERED };
  return { kind: 'revocation', revocation: result.data };
}

const ALTERED = 'the id does not match the contents: the line was altered';

/** A submission's line without its line break. Never throws. */
export function parseLine(text: string): ParsedLine {
  const parsed = parseJson(text);
  if (parsed === undefined) return problem(whyNotJson(text));
  if (!isObject(parsed)) return problem('is JSON, but not an object');
  if (parsed['schema'] !== SUBMISSION_SCHEMA) return problem(whyOtherSchema(parsed['schema']));
  const result = submissionSchema.safeParse(parsed);
  if (!result.success) return problem(firstIssue(result.error));
  const id = idOf(parsed);
  if (id === null) return problem('holds data that has no canonical form (too deep, or not finite)');
  if (id !== result.data.id) return problem(ALTERED);
  if (comparisonKey(result.data) !== result.data.comparisonKey) {
    return problem('comparisonKey does not follow from the other fields');
  }
  return { ok: true, submission: result.data };
}

function problem(reason: string): ParsedLine {
  return { ok: false, reason };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** undefined: not JSON (no JSON text means undefined). */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function whyNotJson(text: string): string {
  if (text.includes('\0')) return 'holds NUL bytes (a fault of the disk or of a sync tool)';
  if (text.startsWith('{') && !text.endsWith('}')) return 'is torn: it begins like a line but does not end';
  return 'is not JSON';
}

function whyOtherSchema(schema: unknown): string {
  if (typeof schema !== 'string') return `has no schema name; expected ${SUBMISSION_SCHEMA}`;
  const name = quote(schema);
  return schema.startsWith(SUBMISSION_FAMILY)
    ? `is of another version, ${name}; this program reads ${SUBMISSION_SCHEMA}`
    : `is of another schema, ${name}; expected ${SUBMISSION_SCHEMA}`;
}

/** What comes from the file is shortened and escaped before people see it. */
function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'does not follow the schema';
  const path = issue.path.map((key) => (/^\w{1,40}$/.test(String(key)) ? String(key) : quote(String(key))));
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : '';
  const what = issue.code === 'unrecognized_keys' ? 'holds an unknown key' : issue.message;
  return `does not follow the schema at ${path.join('.') || 'its top'}: ${what}${more}`;
}

/** Over the text's own fields, known or not; null where there is no canonical form. */
function idOf(raw: Record<string, unknown>): string | null {
  try {
    return submissionId(raw);
  } catch (error) {
    // Infinite numbers (1e999) and nesting too deep for the stack: both only in fields we do not know.
    if (error instanceof Error) return null;
    throw error;
  }
}
