/** Reads one line of a leaderboard file. A line that is not valid says why, and hurts no other. */
import type { z } from 'zod';
import { isJsonObject, parseJson } from '../json.ts';
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
    if (isJsonObject(raw) && raw['schema'] === REVOCATION_SCHEMA) return parseRevocation(raw);
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

export const ALTERED = 'the id does not match the contents: the line was altered';

/** A submission's line without its line break. Never throws. */
export function parseLine(text: string): ParsedLine {
  const shaped = parseShape(text);
  if (!shaped.ok) return shaped;
  const [fault] = nameFaults(shaped);
  return fault === undefined ? { ok: true, submission: shaped.submission } : problem(fault);
}

export type ShapedLine =
  | {
      readonly ok: true;
      readonly submission: Submission;
      /** With the fields that this version does not know. */
      readonly raw: Readonly<Record<string, unknown>>;
    }
  | { readonly ok: false; readonly reason: string };

/** As `parseLine`, but says nothing of whether the id and the comparison key follow from the contents. Never throws. */
export function parseShape(text: string): ShapedLine {
  const raw = parseJson(text);
  if (raw === undefined) return problem(whyNotJson(text));
  if (!isJsonObject(raw)) return problem('is JSON, but not an object');
  if (raw['schema'] !== SUBMISSION_SCHEMA) return problem(whyOtherSchema(raw['schema']));
  const result = submissionSchema.safeParse(raw);
  return result.success ? { ok: true, submission: result.data, raw } : problem(firstIssue(result.error));
}

/** What of the names that follow from the contents does not; empty: all do. */
export function nameFaults({ submission, raw }: Extract<ShapedLine, { ok: true }>): string[] {
  const id = idOf(raw);
  if (id === null) return ['holds data that has no canonical form (too deep, or not finite)'];
  if (id !== submission.id) return [ALTERED];
  return comparisonKey(submission) === submission.comparisonKey
    ? []
    : ['comparisonKey does not follow from the other fields'];
}

function problem(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
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
