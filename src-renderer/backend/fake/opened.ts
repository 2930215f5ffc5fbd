/** Record files that the fake's person opened. */
import { Fault, type WireFault } from '#core/errors.ts';
import type { RunRecord } from '#core/record/schema.ts';
import { summaryOf } from '#core/record/summary.ts';
import type { OpenedRecord } from '#ipc/calls/history.ts';
import { formerRecords } from './history.ts';
import type { Scene } from './scenes.ts';

/** What a file by its name holds: one of these three, else the run of a colleague's machine. */
const ALTERED = 'altered.joulemark.json';
const NEWER = 'newer.joulemark.json';
const GONE = 'gone.joulemark.json';

interface File {
  readonly key: string;
  readonly name: string;
  readonly record: RunRecord;
}

export class FakeOpened {
  readonly #scene: Scene;
  #files: File[] = [];
  /** Taken into the history, newest first. */
  #kept: RunRecord[] = [];
  #count = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** All that lies in the history. */
  history(): RunRecord[] {
    return [...this.#kept, ...formerRecords(this.#scene)];
  }

  find(key: string): RunRecord | undefined {
    return (
      this.#files.find((file) => file.key === key)?.record ?? this.history().find(({ id }) => id === key)
    );
  }

  /** Returns its key, or why it cannot be opened. */
  open(name: string): string | WireFault {
    if (name === NEWER) {
      return new Fault(
        'record-invalid',
        `/media/stick/${name} is "joulemark.record/2"; this program reads joulemark.record/1`,
      ).toWire();
    }
    const record = this.#contents(name);
    this.#count += 1;
    const key = `file-${String(this.#count).padStart(16, '0')}`;
    this.#files = [{ key, name, record }, ...this.#files];
    return key;
  }

  list(): OpenedRecord[] {
    return this.#files.map(({ key, name, record }) => {
      const file = { key, name, folder: 'stick' };
      if (name === GONE) {
        const problem = 'The file was deleted or moved, or its disk is not there.';
        return { ...file, startedAt: null, summary: null, problem, isInHistory: false };
      }
      const isInHistory = this.history().some(({ id }) => id === record.id);
      return { ...file, startedAt: record.startedAt, summary: summaryOf(record), problem: null, isInHistory };
    });
  }

  keep(key: string): string {
    const file = this.#files.find((each) => each.key === key);
    if (file === undefined) throw new Error(`there is no file ${key}`);
    this.#kept = [file.record, ...this.#kept];
    this.close(key);
    return file.record.id;
  }

  close(key: string): OpenedRecord[] {
    this.#files = this.#files.filter((each) => each.key !== key);
    return this.list();
  }

  #contents(name: string): RunRecord {
    const [newest] = formerRecords(this.#scene);
    if (newest === undefined) throw new Error('the scene has no record');
    if (name === ALTERED) return newest;
    const machine = { ...newest.machine, cpuModel: 'Apple M3 Pro' };
    return { ...newest, id: '00000000000000e1', startedAt: '2026-11-22T10:00:00.000Z', machine };
  }
}

export const notOurs = (name: string): WireFault =>
  new Fault('file-unreadable', `/home/ada/${name} is nothing that Joulemark opens`, {
    remedy:
      'It opens records (.joulemark.json), leaderboards (.jsonl, .ndjson, .parquet, or a folder of them) and models (.onnx).',
  }).toWire();
