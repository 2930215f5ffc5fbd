import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordShelf } from '#app/records/record-shelf.ts';
import { SettingsFile } from '#app/settings.ts';
import { recordText } from '#core/record/text.ts';
import { fileKey } from '#ipc/guards/guard.ts';
import { findRecord, listRecords, recordPath, saveRecord } from '#store/history.ts';
import { sampleRecord } from '#test/support/sample-record.ts';

const record = sampleRecord();
const altered = { ...record, machine: { ...record.machine, cpuModel: 'Another CPU' } };
let folder: string;
let historyDir: string;
let path: string;
let shelf: RecordShelf;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-shelf-'));
  historyDir = join(folder, 'history');
  path = join(folder, 'grace.joulemark.json');
  writeFileSync(path, recordText(record));
  shelf = freshShelf();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As after a new start. */
const freshShelf = () => new RecordShelf(historyDir, new SettingsFile(join(folder, 'settings.json')));

describe('a record file that is opened', () => {
  it('is found by its key, listed, and still known after a new start', async () => {
    const key = await shelf.open(path);
    expect(fileKey.safeParse(key).success).toBe(true);
    expect(await shelf.find(key)).toEqual(record);
    expect(await shelf.fileOf(key)).toBe(path);
    const [listed] = await freshShelf().opened();
    expect(listed).toMatchObject({ key, name: 'grace.joulemark.json', problem: null, isInHistory: false });
    expect(listed?.summary?.rows).toBe(record.rows.length);
    expect(await freshShelf().find(key)).toEqual(record);
  });

  it('is the one of the history where that holds the same, word for word', async () => {
    await saveRecord(historyDir, record);
    expect(await shelf.open(path)).toBe(record.id);
    expect(await shelf.opened()).toEqual([]);
  });

  it('is never taken for the one of the history that it was altered from', async () => {
    await saveRecord(historyDir, record);
    writeFileSync(path, recordText(altered));
    const key = await shelf.open(path);
    expect(key).not.toBe(record.id);
    expect((await shelf.find(key)).machine.cpuModel).toBe('Another CPU');
    expect((await shelf.find(record.id)).machine.cpuModel).toBe(record.machine.cpuModel);
    expect((await shelf.opened())[0]?.isInHistory).toBe(true);
    await expect(shelf.keep(key)).rejects.toMatchObject({ code: 'file-unwritable' });
    expect(await findRecord(historyDir, record.id)).toEqual(record);
  });

  it('is no longer listed, and never called altered, when the history has come to hold the same', async () => {
    const key = await shelf.open(path);
    await saveRecord(historyDir, record);
    expect(await shelf.opened()).toEqual([]);
    expect(await shelf.find(key)).toEqual(record);
  });

  it('does not replace a record of the history that cannot be read', async () => {
    await saveRecord(historyDir, record);
    writeFileSync(recordPath(historyDir, record), '{');
    await expect(shelf.keep(await shelf.open(path))).rejects.toMatchObject({ code: 'file-unwritable' });
  });

  it('comes into the history when it is kept, and is then no file any more', async () => {
    const key = await shelf.open(path);
    expect(await shelf.keep(key)).toBe(record.id);
    expect(await findRecord(historyDir, record.id)).toEqual(record);
    expect(await shelf.opened()).toEqual([]);
    await expect(shelf.find(key)).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  it('is forgotten when it is closed, and its file left alone', async () => {
    const key = await shelf.open(path);
    expect(await shelf.close(key)).toEqual([]);
    await expect(shelf.find(key)).rejects.toMatchObject({ remedy: 'Open it again.' });
    expect(await shelf.open(path)).toBe(key);
  });

  it('stays in the list when it has gone, and says so', async () => {
    const key = await shelf.open(path);
    rmSync(path);
    expect(await shelf.opened()).toMatchObject([
      { key, summary: null, problem: expect.stringContaining('deleted or moved') },
    ]);
    await expect(shelf.find(key)).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  it('is one of eight at most, the last one first', async () => {
    for (let index = 0; index < 10; index += 1) {
      const file = join(folder, `run-${index}.joulemark.json`);
      writeFileSync(file, recordText(record));
      await shelf.open(file);
    }
    await shelf.open(join(folder, 'run-5.joulemark.json'));
    expect((await shelf.opened()).map(({ name }) => name[4])).toEqual([...'59876432']);
  });
});

describe('what is no record', () => {
  it.each([
    ['a text that is cut', recordText(record).slice(0, 200), /not whole JSON/],
    ['an empty file', '', /is empty/],
    ['a newer version', recordText({ ...record, schema: 'joulemark.record/2' } as never), /record\/2.*reads/],
    ['other JSON', '{"a":1}', /names no schema/],
    ['a value that cannot be', recordText({ ...record, rows: 7 } as never), /does not follow/],
  ])('%s is refused with the reason, and not listed', async (_what, text, reason) => {
    writeFileSync(path, text);
    await expect(shelf.open(path)).rejects.toMatchObject({
      code: 'record-invalid',
      message: expect.stringMatching(reason),
    });
    expect(await shelf.opened()).toEqual([]);
  });

  it('a file larger than any record is not read', async () => {
    truncateSync(path, 300 * 2 ** 20);
    await expect(shelf.open(path)).rejects.toMatchObject({
      code: 'record-invalid',
      message: expect.stringContaining('larger (300 MiB)'),
    });
  });

  it('a folder is refused', async () => {
    const odd = join(folder, 'odd.joulemark.json');
    mkdirSync(odd);
    await expect(shelf.open(odd)).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});

describe('a record of the history', () => {
  it('has its file shown, and a reason where there is none', async () => {
    await saveRecord(historyDir, record);
    expect(await shelf.fileOf(record.id)).toBe((await listRecords(historyDir))[0]?.path);
    await expect(shelf.fileOf('ffffffffffffffff')).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});
