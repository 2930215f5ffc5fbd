/** The forms that a record can be given in. */
import type { RunRecord } from '#core/record/schema.ts';
import { recordText } from '#core/record/text.ts';
import { runCsv, runMarkdown } from './run-report.ts';

/** As the command line names its options. */
export const RECORD_FORMATS = {
  json: recordText,
  csv: runCsv,
  md: runMarkdown,
  // Large, and few need it.
  html: async (record: RunRecord) => (await import('./run-html/run-html.ts')).runHtml(record),
} as const;
export type RecordFormat = keyof typeof RECORD_FORMATS;
