import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signerOfLine } from '#core/leaderboard/revocable.ts';
import { submissionsOf } from '#core/leaderboard/submission.ts';
import { recordText } from '#core/record/text.ts';
import { privateNames } from '#runner/private-names.ts';
import { saveRecord } from '#store/history.ts';
import { isSignature } from '#store/keys/ed25519.ts';
import { openCommandLineKey } from '#store/keys/installation-key.ts';
import { plainKeyPath } from '#store/keys/key-folder.ts';
import { fakeCli, type FakeCli } from '#test/support/fake-cli.ts';
import { sampleRecord } from '#test/support/sample-record.ts';

let cli: FakeCli;
beforeEach(async () => {
  cli = fakeCli();
  await saveRecord(cli.places.historyDir, sampleRecord());
});
afterEach(() => rmSync(cli.folder, { recursive: true }));

const inFolder = (name: string) => join(cli.folder, name);
const board = () => readFileSync(inFolder('board.jsonl'), 'utf8');
const submit = (...options: string[]) => cli.run('submit', sampleRecord().id, 'board.jsonl', ...options);
const signedLines = async () => {
  const { signer } = await openCommandLineKey(cli.places.dataDir);
  return submissionsOf(sampleRecord(), signer, privateNames(cli.places)).entries.map(({ line }) => line);
};

/** A person at the terminal, who says yes or no. Returns what was asked. */
function person(says: boolean): string[] {
  const asked: string[] = [];
  Object.assign(cli.context, {
    ask: async (question: string) => {
      asked.push(question);
      return says;
    },
  });
  return asked;
}

describe('submit', () => {
  it('appends a run of the history by its id, once, signed by the key of this installation', async () => {
    expect((await submit('--yes')).stderr).toContain('Submitted 2 lines');
    expect(await submit('--yes')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('2 lines there already'),
    });
    expect(board()).toBe(`${(await signedLines()).join('\n')}\n`);
    const { publicKey } = (await openCommandLineKey(cli.places.dataDir)).signer;
    for (const line of await signedLines())
      expect(signerOfLine(JSON.parse(line), isSignature)).toBe(publicKey);
  });

  it('shows each exact line, by whom it is signed, how many and how long, and then asks once', async () => {
    const asked = person(true);
    const { code, stdout, stderr } = await submit();
    const lines = await signedLines();
    const { publicKey } = (await openCommandLineKey(cli.places.dataDir)).signer;
    expect([code, stdout]).toEqual([0, '']);
    expect(asked).toEqual([`Append 2 lines to ${inFolder('board.jsonl')}?`]);
    const bytes = lines.join('\n').length + 1;
    expect(stderr).toContain(
      `To be appended to ${inFolder('board.jsonl')}: 2 lines, ${bytes} bytes, signed by ed25519:${publicKey}.`,
    );
    for (const [index, line] of lines.entries()) {
      expect(stderr).toContain(`Line ${index + 1} of 2, ${line.length} bytes: silero-vad, `);
      expect(stderr.split('\n')).toContain(line);
    }
    expect(board()).toBe(`${lines.join('\n')}\n`);
  });

  it('writes nothing when the answer is no, says so, and ends with 1', async () => {
    person(false);
    const { code, stderr } = await submit();
    expect(code).toBe(1);
    expect(stderr).toContain(`nothing was written to ${inFolder('board.jsonl')}: the answer was no`);
    expect(stderr).toContain(`joulemark submit ${sampleRecord().id} ${inFolder('board.jsonl')}`);
    expect(existsSync(inFolder('board.jsonl'))).toBe(false);
  });

  it('needs --yes where nobody can be asked, and makes no key before that is said', async () => {
    const { code, stdout, stderr } = await submit();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('--yes');
    expect(existsSync(inFolder('board.jsonl'))).toBe(false);
    expect(existsSync(plainKeyPath(cli.places.dataDir))).toBe(false);
  });

  it('asks nothing with --yes, and shows the lines all the same', async () => {
    const asked = person(false);
    const { code, stderr } = await submit('--yes');
    expect([code, asked]).toEqual([0, []]);
    for (const line of await signedLines()) expect(stderr.split('\n')).toContain(line);
  });

  it('writes lines without a signature with --unsigned, says so, and makes no key', async () => {
    const { stderr } = await submit('--yes', '--unsigned');
    expect(stderr).toContain('bytes, not signed.');
    const words = privateNames(cli.places);
    const lines = submissionsOf(sampleRecord(), null, words).entries.map(({ line }) => line);
    expect(board()).toBe(`${lines.join('\n')}\n`);
    expect(existsSync(plainKeyPath(cli.places.dataDir))).toBe(false);
  });

  it('tells once that the key was made, and where it is', async () => {
    const path = plainKeyPath(cli.places.dataDir);
    expect((await submit('--yes')).stderr).toMatch(
      /^Made the key of this installation, ed25519:[0-9a-f]{64}, in /,
    );
    expect((await submit('--yes')).stderr).not.toContain(path);
  });

  it('writes nothing where the key cannot be read, and leaves the file', async () => {
    await submit('--dry-run');
    const path = plainKeyPath(cli.places.dataDir);
    writeFileSync(path, 'broken');
    expect(await submit('--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining(path) });
    expect(existsSync(inFolder('board.jsonl'))).toBe(false);
    expect(readFileSync(path, 'utf8')).toBe('broken');
  });

  it('shows the exact lines of a record’s file, and writes nothing to the board, with --dry-run', async () => {
    writeFileSync(inFolder('run.json'), recordText(sampleRecord()));
    const { code, stdout } = await cli.run('submit', 'run.json', 'board.jsonl', '--dry-run');
    expect([code, stdout]).toEqual([0, `${(await signedLines()).join('\n')}\n`]);
    const unsigned = await cli.run('submit', 'run.json', 'board.jsonl', '--dry-run', '--unsigned');
    expect(unsigned.stdout).toContain('"signature":null');
    expect(existsSync(inFolder('board.jsonl'))).toBe(false);
  });

  it('refuses a synthetic record, a broken file and an unknown id', async () => {
    writeFileSync(inFolder('made.json'), recordText(sampleRecord({ synthetic: true })));
    writeFileSync(inFolder('broken.json'), recordText(sampleRecord()).slice(0, 99));
    const refused = [
      ['made.json', 'synthetic'],
      ['broken.json', `${inFolder('broken.json')} is not whole JSON`],
      ['f'.repeat(16), 'there is no record'],
    ];
    for (const [record = '', why] of refused) {
      expect(await cli.run('submit', record, 'board.jsonl', '--yes')).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(why!),
      });
    }
    expect(existsSync(inFolder('board.jsonl'))).toBe(false);
  });
});

describe('bench --submit', () => {
  it('measures nothing where nobody can be asked and --yes is not given', async () => {
    const { code, stderr } = await cli.run('bench', '--submit', 'board.jsonl');
    expect([code, cli.runs]).toEqual([1, []]);
    expect(stderr).toContain('--yes');
  });

  it('measures nothing where the key cannot be read', async () => {
    await submit('--dry-run');
    writeFileSync(plainKeyPath(cli.places.dataDir), '');
    const { code, stderr } = await cli.run('bench', '--submit', 'board.jsonl', '--yes');
    expect([code, cli.runs]).toEqual([1, []]);
    expect(stderr).toContain('is empty');
  });

  it('shows the lines after the run and writes them after a yes', async () => {
    const asked = person(true);
    const { code, stderr } = await cli.run('bench', '--submit', 'board.jsonl');
    expect([code, asked]).toEqual([0, [`Append 2 lines to ${inFolder('board.jsonl')}?`]]);
    for (const line of await signedLines()) expect(stderr.split('\n')).toContain(line);
    expect(board()).toBe(`${(await signedLines()).join('\n')}\n`);
  });

  it('keeps the ranking and says how to submit later when the answer is no', async () => {
    person(false);
    const { code, stdout, stderr } = await cli.run('bench', '--submit', 'board.jsonl');
    expect(code).toBe(1);
    expect(stdout).toContain('│ silero-vad │');
    expect(stderr).toContain(`joulemark submit ${sampleRecord().id} ${inFolder('board.jsonl')}`);
    expect(existsSync(inFolder('board.jsonl'))).toBe(false);
  });

  it('takes --yes and --unsigned only with it', async () => {
    for (const option of ['--yes', '--unsigned']) {
      expect(await cli.run('bench', option)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(`${option} says how to --submit`),
      });
    }
    expect(cli.runs).toEqual([]);
  });
});
