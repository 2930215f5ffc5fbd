import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordText } from '#core/record/text.ts';
import { recordPath, saveRecord } from '#store/history.ts';
import { HistoryList } from '#store/history-list.ts';
import { sampleRecord } from '#test/support/sample-record.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-history-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const older = sampleRecord({ id: 'a'.repeat(16), startedAt: '2026-01-01T08:00:00.000Z' });
const newer = sampleRecord({
  id: 'b'.repeat(16),
  startedAt: '2026-02-01T08:00:00.000Z',
  state: 'interrupted',
});

describe('HistoryList', () => {
  it('tells what each record holds, newest first', async () => {
    await saveRecord(folder, older);
    await saveRecord(folder, newer);
    expect(await new HistoryList(folder).read()).toEqual([
      {
        id: newer.id,
        startedAt: '2026-02-01T08:00:00Z',
        problem: null,
        summary: {
          state: 'interrupted',
          synthetic: false,
          processor: 'Example CPU 9',
          models: ['silero-vad'],
          measuredRows: 2,
          rows: 2,
          methodVersion: older.methodVersion,
        },
      },
      expect.objectContaining({ id: older.id }),
    ]);
  });

  it('names what is amiss with a file that is no whole record, and goes on', async () => {
    await saveRecord(folder, older);
    writeFileSync(recordPath(folder, newer), recordText(newer).slice(0, 100));
    const [broken, whole] = await new HistoryList(folder).read();
    expect(broken).toMatchObject({ id: newer.id, summary: null, problem: expect.stringContaining('JSON') });
    expect(whole).toMatchObject({ id: older.id, problem: null });
  });

  it('reads a file again when it has changed, and forgets one that has gone', async () => {
    const path = await saveRecord(folder, { ...older, state: 'running' });
    const list = new HistoryList(folder);
    expect((await list.read())[0]?.summary?.state).toBe('running');
    await saveRecord(folder, { ...older, events: [{ atS: 1, kind: 'notice', text: 'The end.' }] });
    expect((await list.read())[0]?.summary?.state).toBe('finished');
    rmSync(path);
    expect(await list.read()).toEqual([]);
  });

  it('is empty where nothing has been measured', async () => {
    expect(await new HistoryList(join(folder, 'none')).read()).toEqual([]);
  });
});
