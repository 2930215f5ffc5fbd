/** A record as the text of its file, and back. */
import { Fault } from '../errors.ts';
import { RECORD_SCHEMA, recordSchema, type RunRecord } from './schema.ts';

/** The file's text: what `bench --json` prints too. */
export function recordText(record: RunRecord): string {
  return `${JSON.stringify(record, null, 1)}\n`;
}

/** `source` names the text in errors, e.g. its path. Throws a `Fault` (record-invalid) for all but a whole record. */
export function parseRecord(text: string, source: string): RunRecord {
  const parsed = parseJson(text.replace(/^\uFEFF/, ''), source);
  const schema = typeof parsed === 'object' && parsed !== null && 'schema' in parsed ? parsed.schema : null;
  if (schema !== RECORD_SCHEMA) {
    const found =
      typeof schema === 'string' ? `is ${JSON.stringify(schema.slice(0, 60))}` : 'names no schema';
    throw new Fault('record-invalid', `${source} ${found}; this program reads ${RECORD_SCHEMA}`);
  }
  const result = recordSchema.safeParse(parsed);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'its top' : issue.path.join('.');
  throw new Fault(
    'record-invalid',
    `${source} does not follow ${RECORD_SCHEMA} at ${where}: ${issue?.message}`,
  );
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    const what = text.trim() === '' ? 'is empty' : 'is not whole JSON';
    throw new Fault('record-invalid', `${source} ${what}`, { cause });
  }
}
