import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findRecord, listRecords, loadRecord, recordPath, saveRecord } from '#store/history.ts';
import { sampleRecord } from '#test/support/sample-record.ts';

let folder = '';
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'joulemark-history-')), 'history');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

const fault = (code: string, text: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(text) });

describe('saveRecord', () => {
  it('names the file by time and id, and makes the folder', async () => {
    const path = await saveRecord(folder, sampleRecord());
    expect(basename(path)).toBe('2026-01-31T08-30-00Z-0123456789abcdef.joulemark.json');
    expect(path).toBe(recordPath(folder, sampleRecord()));
  });

  it('replaces the same file as the run goes on, and leaves no other behind', async () => {
    await saveRecord(folder, sampleRecord({ state: 'running' }));
    const path = await saveRecord(folder, sampleRecord());
    expect(await readdir(folder)).toEqual([basename(path)]);
    expect((await loadRecord(path)).state).toBe('finished');
  });

  it('gives back every figure as it was', async () => {
    expect(await loadRecord(await saveRecord(folder, sampleRecord()))).toEqual(sampleRecord());
  });

  it('is a fault with the path where the folder is a file', async () => {
    await writeFile(join(folder, '..', 'file'), '');
    const saving = saveRecord(join(folder, '..', 'file'), sampleRecord());
    await expect(saving).rejects.toThrow(fault('file-unwritable', '0123456789abcdef.joulemark.json'));
  });
});

describe('loadRecord', () => {
  it('names the path of a file that is missing, broken or of a newer version', async () => {
    const path = await saveRecord(folder, sampleRecord());
    const whole = await readFile(path);
    await expect(loadRecord(join(folder, 'none'))).rejects.toThrow(fault('file-unreadable', 'none'));
    await expect(loadRecord(folder)).rejects.toThrow(fault('file-unreadable', 'it is a folder'));
    await writeFile(path, whole.subarray(0, whole.length / 2));
    await expect(loadRecord(path)).rejects.toThrow(fault('record-invalid', `${path} is not whole JSON`));
    await writeFile(path, '');
    await expect(loadRecord(path)).rejects.toThrow(fault('record-invalid', `${path} is empty`));
    await writeFile(path, Buffer.from([0xff, 0xfe, 0x00]));
    await expect(loadRecord(path)).rejects.toThrow(fault('record-invalid', 'UTF-8'));
    await writeFile(path, '{"schema": "joulemark.record/7"}');
    await expect(loadRecord(path)).rejects.toThrow(fault('record-invalid', '"joulemark.record/7"'));
  });
});

describe('findRecord and listRecords', () => {
  it('list by name, newest first, and pass over what is no record', async () => {
    const earlier = sampleRecord({ id: 'aaaaaaaaaaaaaaaa', startedAt: '2025-12-31T23:59:59.999Z' });
    const later = sampleRecord({ id: 'bbbbbbbbbbbbbbbb', startedAt: '2026-02-01T00:00:00Z' });
    await saveRecord(folder, earlier);
    await saveRecord(folder, later);
    await writeFile(join(folder, 'notes.txt'), '');
    expect((await listRecords(folder)).map(({ id, startedAt }) => [id, startedAt])).toEqual([
      [later.id, '2026-02-01T00-00-00Z'],
      [earlier.id, '2025-12-31T23-59-59Z'],
    ]);
    expect(await findRecord(folder, earlier.id)).toEqual(earlier);
  });

  it('know nothing in a folder that does not exist', async () => {
    expect(await listRecords(folder)).toEqual([]);
    await expect(findRecord(folder, '0123456789abcdef')).rejects.toThrow(
      fault('file-unreadable', 'there is no record'),
    );
  });

  it('do not take a file for a record of another id', async () => {
    const path = await saveRecord(folder, sampleRecord());
    await writeFile(path.replace('0123456789abcdef', 'cccccccccccccccc'), await readFile(path));
    await expect(findRecord(folder, 'cccccccccccccccc')).rejects.toThrow(
      fault('record-invalid', 'not the one'),
    );
  });
});
