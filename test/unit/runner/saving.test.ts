import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunEvent } from '#core/events.ts';
import { saving } from '#runner/saving.ts';
import { listRecords } from '#store/history.ts';
import { sampleRecord } from '#test/support/sample-record.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-saving-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('saves each round before it is told, and says once that it cannot, and once that it can again', async () => {
  const historyDir = join(folder, 'history');
  const told: RunEvent[] = [];
  const listener = saving((event) => void told.push(event), historyDir);
  const round: RunEvent = { kind: 'round-finished', record: sampleRecord() };
  await listener(round);
  expect(await listRecords(historyDir)).toHaveLength(1);
  expect(told).toEqual([round]);

  // A file where the folder was: no disk is needed that is full.
  rmSync(historyDir, { recursive: true });
  writeFileSync(historyDir, '');
  await listener(round);
  await listener(round);
  const fault = expect.objectContaining({ code: 'file-unwritable' });
  expect(told.splice(0)).toEqual([round, { kind: 'saving', fault }, round, round]);

  rmSync(historyDir);
  await listener({ ...round, kind: 'finished' });
  expect(told.map(({ kind }) => kind)).toEqual(['saving', 'finished']);
  expect(told[0]).toEqual({ kind: 'saving', fault: null });
  expect(await listRecords(historyDir)).toHaveLength(1);
});
