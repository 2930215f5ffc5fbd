import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { previewSubmission, submit } from '#app/submissions.ts';
import { saveRecord } from '#store/history.ts';
import { openAppKey } from '#store/keys/installation-key.ts';
import { isSignature } from '#store/keys/ed25519.ts';
import { signerOfLine } from '#core/leaderboard/revocable.ts';
import { sampleRecord } from '#test/support/sample-record.ts';

let folder: string;
let history: string;
let board: string;
const record = sampleRecord();
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-submit-'));
  history = join(folder, 'history');
  board = join(folder, 'board.jsonl');
  await saveRecord(history, record);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const parts = () => ({
  historyDir: history,
  openKey: () => openAppKey(join(folder, 'data'), null),
  words: () => [],
});

describe('submitting from the window', () => {
  it('writes exactly the lines that were shown and asked for', async () => {
    const { entries } = await previewSubmission(parts(), record.id);
    expect(entries.length).toBeGreaterThan(1);
    const [, second] = entries;
    const result = await submit(parts(), board, { recordId: record.id, ids: [second!.id] });
    expect(result).toEqual({ file: board, appended: 1, alreadyThere: 0 });
    expect(readFileSync(board, 'utf8')).toBe(`${second!.line}\n`);
  });

  it('sends the window plain lines and no more', async () => {
    const { entries } = await previewSubmission(parts(), record.id);
    expect(entries.map((entry) => Object.keys(entry))).toEqual(entries.map(() => ['id', 'label', 'line']));
  });

  it('shows lines that are signed by the key it names', async () => {
    const { entries, signedBy, notices } = await previewSubmission(parts(), record.id);
    expect([signedBy, notices]).toEqual([(await parts().openKey()).signer.publicKey, []]);
    for (const { line } of entries) expect(signerOfLine(JSON.parse(line), isSignature)).toBe(signedBy);
  });

  it('makes no key for a run that cannot be submitted', async () => {
    const synthetic = sampleRecord({ id: 'f'.repeat(16), synthetic: true });
    await saveRecord(history, synthetic);
    const preview = await previewSubmission(parts(), synthetic.id);
    expect(preview).toMatchObject({ entries: [], signedBy: null });
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('withholds the words that it was given', async () => {
    const words = [record.machine.cpuModel!];
    const { entries } = await previewSubmission({ ...parts(), words: () => words }, record.id);
    expect(entries[0]!.line).not.toContain(words[0]);
  });

  it('writes nothing when one id is not of the record', async () => {
    const { entries } = await previewSubmission(parts(), record.id);
    const ids = [entries[0]!.id, 'f'.repeat(64)];
    await expect(submit(parts(), board, { recordId: record.id, ids })).rejects.toMatchObject({
      code: 'submission-refused',
    });
    expect(existsSync(board)).toBe(false);
  });

  it('asks for a file where none is chosen', async () => {
    const { entries } = await previewSubmission(parts(), record.id);
    const request = { recordId: record.id, ids: [entries[0]!.id] };
    await expect(submit(parts(), null, request)).rejects.toMatchObject({ code: 'wrong-usage' });
  });

  it('names the record that is not there', async () => {
    await expect(previewSubmission(parts(), '00000000000000ff')).rejects.toMatchObject({
      message: expect.stringContaining('00000000000000ff'),
    });
  });
});
