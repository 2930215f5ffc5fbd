/** Records by their keys, wherever they lie: in the history, in a file that a person opened, or nowhere yet. */
import { basename, dirname } from 'node:path';
import { Fault } from '#core/errors.ts';
import type { RunRecord } from '#core/record/schema.ts';
import { recordText } from '#core/record/text.ts';
import type { OpenedRecord } from '#ipc/calls/history.ts';
import {
  findRecord,
  findRecordFile,
  listRecords,
  loadRecord,
  saveRecord,
  type RecordFile,
} from '#store/history.ts';
import { RecordSummaries } from '#store/record-summaries.ts';
import type { SettingsFile } from '../settings.ts';
import { isKeyOfFile, keyOfFile } from './opened-record.ts';

const REMEMBERED = 8;

export class RecordShelf {
  readonly #historyDir: string;
  readonly #settings: SettingsFile;
  readonly #unsaved: (id: string) => RunRecord | null;
  readonly #summaries = new RecordSummaries();

  /** `unsaved`: a record that the history should hold and does not; null: there is none of that id. */
  constructor(
    historyDir: string,
    settings: SettingsFile,
    unsaved: (id: string) => RunRecord | null = () => null,
  ) {
    this.#historyDir = historyDir;
    this.#settings = settings;
    this.#unsaved = unsaved;
  }

  /** Throws a `Fault`. */
  async find(key: string): Promise<RunRecord> {
    const unsaved = this.#unsaved(key);
    if (unsaved !== null) return unsaved;
    return isKeyOfFile(key) ? loadRecord(this.#pathOf(key)) : findRecord(this.#historyDir, key);
  }

  /** Path of the record's file, which need not be whole to be shown. Throws a `Fault` where there is none. */
  async fileOf(key: string): Promise<string> {
    if (isKeyOfFile(key)) return this.#pathOf(key);
    const found = await findRecordFile(this.#historyDir, key);
    if (found !== null) return found.path;
    throw new Fault('file-unreadable', `there is no record ${JSON.stringify(key)} in ${this.#historyDir}`, {
      remedy: 'It was deleted or moved after this list was made.',
    });
  }

  /** Returns the key. What the history holds word for word is shown from there. Throws a `Fault` for what is no record. */
  async open(path: string): Promise<string> {
    const record = await loadRecord(path);
    if ((await this.#standing(record)) === 'same') return record.id;
    this.#settings.write({ recentRecords: [path, ...this.#others(path)].slice(0, REMEMBERED) });
    return keyOfFile(path);
  }

  /** The one opened last first; without those that the history has come to hold, word for word. */
  async opened(): Promise<OpenedRecord[]> {
    const history = await listRecords(this.#historyDir);
    const paths = this.#settings.read().recentRecords;
    const found = await Promise.all(paths.map((path) => this.#describe(path, history)));
    return found.filter((each) => each !== null);
  }

  /** Copies it into the history and returns its id there. Throws a `Fault`; the history never changes then. */
  async keep(key: string): Promise<string> {
    const path = this.#pathOf(key);
    const record = await loadRecord(path);
    if ((await this.#standing(record)) === 'differs') {
      throw new Fault('file-unwritable', `The history holds another record with the id of ${path}.`, {
        remedy: 'One of the two was altered. Compare them; to take this one in, delete the other first.',
      });
    }
    await saveRecord(this.#historyDir, record);
    this.#settings.write({ recentRecords: this.#others(path) });
    return record.id;
  }

  /** Forgets the file, which is left alone. */
  async close(key: string): Promise<OpenedRecord[]> {
    const { recentRecords } = this.#settings.read();
    this.#settings.write({ recentRecords: recentRecords.filter((path) => keyOfFile(path) !== key) });
    return this.opened();
  }

  /** null: the history holds the same. */
  async #describe(path: string, history: readonly RecordFile[]): Promise<OpenedRecord | null> {
    const file = { key: keyOfFile(path), name: basename(path), folder: basename(dirname(path)) || null };
    const read = await this.#summaries.of(path);
    if (read === null || read.summary === null) {
      const problem = read?.problem ?? 'The file was deleted or moved, or its disk is not there.';
      return { ...file, startedAt: null, summary: null, problem, isInHistory: false };
    }
    const { id, startedAt, summary } = read;
    const former = history.find((each) => each.id === id);
    if (former !== undefined && (await isSame(former, await loadRecord(path)))) return null;
    return { ...file, startedAt, summary, problem: null, isInHistory: former !== undefined };
  }

  /** How the history stands to a record. */
  async #standing(record: RunRecord): Promise<'absent' | 'same' | 'differs'> {
    const found = await findRecordFile(this.#historyDir, record.id);
    if (found === null) return 'absent';
    return (await isSame(found, record)) ? 'same' : 'differs';
  }

  #pathOf(key: string): string {
    const path = this.#settings.read().recentRecords.find((each) => keyOfFile(each) === key);
    if (path !== undefined) return path;
    throw new Fault('file-unreadable', 'This file is not known any more.', { remedy: 'Open it again.' });
  }

  #others(path: string): string[] {
    return this.#settings.read().recentRecords.filter((each) => each !== path);
  }
}

/** Word for word. One that cannot be read is another one: it is not overwritten either. */
async function isSame(file: RecordFile, record: RunRecord): Promise<boolean> {
  try {
    return recordText(await loadRecord(file.path)) === recordText(record);
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}
