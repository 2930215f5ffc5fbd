/** The history: one JSON file a run. A file is whole at any moment, also after a crash. */
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#core/errors.ts';
import type { RunRecord } from '#core/record/schema.ts';
import { parseRecord, recordText } from '#core/record/text.ts';
import { writeWhole } from '#disk/write-whole.ts';
import { fileFault, systemCode } from '#disk/file-fault.ts';

export interface RecordFile {
  readonly path: string;
  readonly id: string;
  /** Start of the run in UTC, as in the file's name: `2026-01-31T08-30-00Z`. */
  readonly startedAt: string;
}

const NAME = /^(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z)-([0-9a-f]{16})\.joulemark\.json$/;

/** `2026-01-31T08-30-00Z-0123456789abcdef.joulemark.json`: sorts by time; no colon, for Windows. */
function fileName(record: Pick<RunRecord, 'id' | 'startedAt'>): string {
  const toTheSecond = new Date(record.startedAt).toISOString().slice(0, 19).replaceAll(':', '-');
  return `${toTheSecond}Z-${record.id}.joulemark.json`;
}

/** Where `saveRecord` puts this record: the same path at each call. */
export function recordPath(historyDir: string, record: Pick<RunRecord, 'id' | 'startedAt'>): string {
  return join(historyDir, fileName(record));
}

/** Writes or replaces the record's file and returns its path. Throws a `Fault` (file-unwritable). */
export async function saveRecord(historyDir: string, record: RunRecord): Promise<string> {
  const path = recordPath(historyDir, record);
  try {
    await mkdir(historyDir, { recursive: true });
    await writeWhole(path, recordText(record));
  } catch (cause) {
    throw fileFault('file-unwritable', 'save the record as', path, cause);
  }
  return path;
}

/** Far above the record of any run: an hour of many configurations comes to some tens of megabytes. */
const LARGEST_RECORD_BYTES = 256 * 2 ** 20;

/** Throws a `Fault`: file-unreadable, or record-invalid for what is not a whole record of a known version. */
export async function loadRecord(path: string): Promise<RunRecord> {
  return parseRecord(decodeUtf8(await readBytes(path), path), path);
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    const stats = await stat(path);
    // A pipe would be waited for without end.
    if (!stats.isFile() && !stats.isDirectory()) throw new Fault('file-unreadable', `${path} is not a file`);
    if (stats.size > LARGEST_RECORD_BYTES) {
      const [found, most] = [stats.size, LARGEST_RECORD_BYTES].map((bytes) => Math.ceil(bytes / 2 ** 20));
      throw new Fault('record-invalid', `${path} is larger (${found} MiB) than any record (${most} MiB)`, {
        remedy: 'Choose the record of a run, a file whose name ends with .joulemark.json.',
      });
    }
    return await readFile(path);
  } catch (cause) {
    throw fileFault('file-unreadable', 'read the record', path, cause);
  }
}

function decodeUtf8(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Fault('record-invalid', `${path} is not text in UTF-8`, { cause });
  }
}

/** Throws a `Fault` when the history holds no such record, or it cannot be read. */
export async function findRecord(historyDir: string, id: string): Promise<RunRecord> {
  const file = await findRecordFile(historyDir, id);
  if (file === null) {
    throw new Fault('file-unreadable', `there is no record ${JSON.stringify(id)} in ${historyDir}`);
  }
  const record = await loadRecord(file.path);
  if (record.id !== id) {
    throw new Fault('record-invalid', `${file.path} holds the record ${record.id}, not the one of its name`);
  }
  return record;
}

/** Not opened; null: there is none of that name. */
export async function findRecordFile(historyDir: string, id: string): Promise<RecordFile | null> {
  return (await listRecords(historyDir)).find((file) => file.id === id) ?? null;
}

/** By their names, newest first; the files are not opened. A history without a folder is empty. */
export async function listRecords(historyDir: string): Promise<RecordFile[]> {
  let names: string[];
  try {
    names = await readdir(historyDir);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return [];
    throw fileFault('file-unreadable', 'read the history folder', historyDir, cause);
  }
  return names
    .sort()
    .reverse()
    .flatMap((name) => {
      const [, startedAt, id] = NAME.exec(name) ?? [];
      return startedAt === undefined || id === undefined
        ? []
        : [{ path: join(historyDir, name), id, startedAt }];
    });
}
