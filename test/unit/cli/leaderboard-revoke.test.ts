import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseBoardLine } from '#core/leaderboard/line.ts';
import { revokedIds } from '#core/leaderboard/revoked.ts';
import type { Signer } from '#core/leaderboard/signature.ts';
import { isSignature } from '#store/keys/ed25519.ts';
import { openAppKey, openCommandLineKey } from '#store/keys/installation-key.ts';
import { fakeCli, type FakeCli } from '#test/support/fake-cli.ts';
import { madeSigner } from '#test/support/made-keys.ts';
import { revocationLine, sampleRevocation, signedEntry } from '#test/support/sample-signed.ts';

let cli: FakeCli;
let own: Signer;
beforeEach(async () => {
  cli = fakeCli();
  own = (await openCommandLineKey(cli.places.dataDir)).signer;
});
afterEach(() => rmSync(cli.folder, { recursive: true }));

const file = () => join(cli.folder, 'board.jsonl');
const board = () => readFileSync(file(), 'utf8').split('\n').slice(0, -1);
const write = (...lines: readonly string[]) =>
  writeFileSync(file(), lines.map((line) => `${line}\n`).join(''));
const revoke = (id: string, ...options: string[]) =>
  cli.run('leaderboard', 'revoke', id, 'board.jsonl', ...options);

describe('leaderboard revoke', () => {
  it('adds a line by which the submission no longer counts, and leaves all others as they are', async () => {
    const [mine, other] = [signedEntry(own), signedEntry(madeSigner(2), 3)];
    write('foreign', other.line, mine.line);
    const { code, stdout, stderr } = await revoke(mine.id, '--reason', 'the fan was off', '--yes');
    expect([code, stdout]).toEqual([0, '']);
    const lines = board();
    expect(lines.slice(0, 3)).toEqual(['foreign', other.line, mine.line]);
    expect(lines).toHaveLength(4);
    expect(stderr.split('\n')).toContain(lines[3]);
    expect(stderr).toContain(`Revoked submission ${mine.id.slice(0, 12)} (line 3 of board.jsonl).`);
    const parsed = parseBoardLine(lines[3]!);
    if (parsed.kind !== 'revocation') throw new Error('the last line is a revocation');
    expect(parsed.revocation.reason).toBe('the fan was off');
    const signers = new Map([[mine.id, own.publicKey]]);
    expect([...revokedIds(signers, [parsed.revocation], isSignature).keys()]).toEqual([mine.id]);
  });

  it('revokes once, however often it is asked to', async () => {
    const { id, line } = signedEntry(own);
    write(line);
    await revoke(id, '--yes');
    const before = board();
    const again = await revoke(id, '--yes');
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('was revoked already, at 20') });
    expect(board()).toEqual(before);
  });

  it('is not stopped by a revocation that another key has written', async () => {
    const { id, line } = signedEntry(own);
    write(line, revocationLine(sampleRevocation(id, madeSigner(2))));
    expect((await revoke(id, '--yes')).code).toBe(0);
    expect(board()).toHaveLength(3);
  });

  it('takes the first digits of an id, eight or more, where they say which', async () => {
    const { id, line } = signedEntry(own);
    write(line);
    expect((await revoke(id.slice(0, 8).toUpperCase(), '--yes')).code).toBe(0);
    expect(board()).toHaveLength(2);
    for (const given of [id.slice(0, 7), `${id}0`, 'latest', '']) {
      const { code, stderr } = await revoke(given, '--yes');
      expect([code, stderr]).toEqual([2, expect.stringContaining('is no id of a submission')]);
    }
    expect((await revoke('f'.repeat(20), '--yes')).stderr).toContain('no submission in');
    expect(board()).toHaveLength(2);
  });

  it('asks after it has shown the line, and writes nothing after a no', async () => {
    const { id, line } = signedEntry(own);
    write(line);
    const asked: string[] = [];
    const ask = async (question: string) => asked.push(question) > 1;
    Object.assign(cli.context, { ask });
    const refused = await revoke(id);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('the answer was no') });
    expect(refused.stderr).toContain('"schema":"joulemark.revocation/1"');
    expect(board()).toEqual([line]);
    expect((await revoke(id)).code).toBe(0);
    expect(asked).toEqual([`Append 1 line to ${file()}?`, `Append 1 line to ${file()}?`]);
    expect(board()).toHaveLength(2);
  });

  it('needs --yes where nobody can be asked', async () => {
    write(signedEntry(own).line);
    expect(await revoke(signedEntry(own).id)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--yes'),
    });
    expect(board()).toHaveLength(1);
  });

  it('says who signed a line that it may not revoke, by the name of the key where it has one', async () => {
    const { id, line } = signedEntry(madeSigner(2));
    const { publicKey } = madeSigner(2);
    write(line);
    expect(await revoke(id, '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`was signed by ed25519:${publicKey}, not by this installation`),
    });
    await cli.run('leaderboard', 'trust', 'add', publicKey, 'Anna');
    expect((await revoke(id, '--yes')).stderr).toContain(`was signed by Anna (${publicKey.slice(0, 12)}…)`);
    expect(board()).toEqual([line]);
  });

  it('says so when the app of this installation signed the line, or nobody, or nobody who can', async () => {
    const protection = { protect: (bytes: Uint8Array) => bytes, reveal: (bytes: Uint8Array) => bytes };
    const app = (await openAppKey(cli.places.dataDir, protection)).signer;
    const unsigned = signedEntry(null, 3);
    const { signature } = signedEntry(own, 5).submission;
    const broken = { ...signedEntry(own, 4).submission, signature };
    write(signedEntry(app).line, unsigned.line, JSON.stringify(broken));
    const before = board();
    expect((await revoke(signedEntry(app).id, '--yes')).stderr).toContain('was signed by the app');
    expect((await revoke(unsigned.id, '--yes')).stderr).toContain('(line 2 of board.jsonl) is not signed');
    expect((await revoke(broken.id, '--yes')).stderr).toContain('does not hold');
    expect(board()).toEqual(before);
  });

  it('takes no reason that is too long or steers a terminal', async () => {
    const { id, line } = signedEntry(own);
    write(line);
    for (const reason of ['x'.repeat(501), 'a\u001b[2Jb', 'a\nb']) {
      expect((await revoke(id, '--reason', reason, '--yes')).code).toBe(2);
    }
    expect(board()).toEqual([line]);
  });

  it('names the file that is not there', async () => {
    expect(await revoke('a'.repeat(64), '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(file()),
    });
  });
});
