import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { revokeLine } from '#app/board/revoke-line.ts';
import { parseBoardLine } from '#core/leaderboard/line.ts';
import { submissionsOf } from '#core/leaderboard/submission.ts';
import { signerOf } from '#store/keys/ed25519.ts';
import { consistentRecord } from '#test/support/consistent-record.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-revoke-'));
  file = join(folder, 'team.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const signer = signerOf(generateKeyPairSync('ed25519').privateKey);
const key = { signer, notices: [], path: '/key', isProtected: false, isNew: false };

function board(by: typeof signer | null) {
  const [entry] = submissionsOf(consistentRecord(), by).entries;
  writeFileSync(file, `${entry!.line}\n`);
  return entry!;
}

const revoke = (submissionId: string, openKey = vi.fn(() => Promise.resolve(key))) =>
  revokeLine({
    file,
    submissionId,
    reason: 'The fan was blocked.',
    now: new Date('2026-11-26T12:00:00Z'),
    own: signer.publicKey,
    openKey,
  });

describe('revokeLine', () => {
  it('appends a signed line and leaves the submission as it is', async () => {
    const { id, line } = board(signer);
    const written = await revoke(id);
    expect(readFileSync(file, 'utf8')).toBe(`${line}\n${written}\n`);
    expect(parseBoardLine(written)).toMatchObject({
      kind: 'revocation',
      revocation: { submissionId: id, reason: 'The fan was blocked.' },
    });
    await expect(revoke(id)).rejects.toMatchObject({ message: expect.stringContaining('revoked already') });
  });

  it.each([
    ['nobody', null],
    ['another key', signerOf(generateKeyPairSync('ed25519').privateKey)],
  ])('takes back nothing that %s has signed, and opens no key for it', async (_who, by) => {
    const { id, line } = board(by);
    const openKey = vi.fn(() => Promise.resolve(key));
    await expect(revoke(id, openKey)).rejects.toMatchObject({ code: 'submission-refused' });
    expect(openKey).not.toHaveBeenCalled();
    expect(readFileSync(file, 'utf8')).toBe(`${line}\n`);
  });

  it('says that the submission is not there', async () => {
    board(signer);
    await expect(revoke('0'.repeat(64))).rejects.toMatchObject({ code: 'submission-refused' });
  });
});
