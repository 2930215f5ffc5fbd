/** Records in other forms and pictures of charts, in files that a person chooses: the page never names a path. */
import type { ChartFile, ExportFormat, ExportRequest, SavedFile } from '#ipc/calls/exports.ts';
import { RECORD_FORMATS } from '#report/record-format.ts';
import { checkTextFile, writeTextFile } from '#store/text-file.ts';
import type { RecordShelf } from './records/record-shelf.ts';

/** What the system's dialog is asked with. */
export interface FileQuestion {
  readonly title: string;
  /** Offered, with its extension. */
  readonly name: string;
  readonly kind: string;
  readonly extension: string;
}

export interface ExportingParts {
  readonly records: Pick<RecordShelf, 'find'>;
  /** null: closed without a choice. The dialog asks before a file that exists is replaced. */
  readonly chooseFile: (question: FileQuestion) => Promise<string | null>;
}

/** Of files, as the system's dialog names them. */
export const FORM_NAMES = { csv: 'CSV', json: 'JSON', md: 'Markdown', html: 'Web page' } as const;

const FILES: Record<ExportFormat, { readonly kind: string; readonly extension: string }> = {
  csv: { kind: FORM_NAMES.csv, extension: 'csv' },
  json: { kind: 'Joulemark record', extension: 'joulemark.json' },
  md: { kind: FORM_NAMES.md, extension: 'md' },
  html: { kind: FORM_NAMES.html, extension: 'html' },
};

/** Throws a `Fault`; what lay at the place before is kept then. */
export async function exportRecord(
  { records, chooseFile }: ExportingParts,
  { recordKey, format }: ExportRequest,
): Promise<SavedFile | null> {
  const record = await records.find(recordKey);
  const { kind, extension } = FILES[format];
  const name = `joulemark-${record.startedAt.slice(0, 10)}-${record.id}.${extension}`;
  const question = { title: 'Export the run', name, kind, extension };
  return saveAs(chooseFile, question, () => RECORD_FORMATS[format](record));
}

export function saveChart(
  { chooseFile }: Pick<ExportingParts, 'chooseFile'>,
  { name, kind, content }: ChartFile,
): Promise<SavedFile | null> {
  const what = kind === 'svg' ? 'SVG picture' : 'PNG picture';
  const question = { title: 'Save the chart', name: `${name}.${kind}`, kind: what, extension: kind };
  return saveAs(chooseFile, question, () => (kind === 'svg' ? content : Buffer.from(content, 'base64')));
}

/** `content` is asked for once a file was chosen. Throws a `Fault`; what lay at the place before is kept then. */
export async function saveAs(
  chooseFile: ExportingParts['chooseFile'],
  question: FileQuestion,
  content: () => string | Buffer | Promise<string>,
): Promise<SavedFile | null> {
  const file = await chooseFile(question);
  if (file === null) return null;
  const written = await content();
  await checkTextFile(file);
  await writeTextFile(file, written);
  return { file };
}
