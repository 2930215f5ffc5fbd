import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { submissionsOf } from '#core/leaderboard/submission.ts';
import { addTrustedKey } from '#store/keys/trusted-keys.ts';
import { consistentLines } from '#test/support/consistent-record.ts';
import { fakeCli, type FakeCli } from '#test/support/fake-cli.ts';
import { madeBoard } from '#test/support/made-board/board.ts';
import { sampleRecord } from '#test/support/sample-record.ts';

let cli: FakeCli;
beforeEach(() => {
  cli = fakeCli();
});
afterEach(() => rmSync(cli.folder, { recursive: true }));

const inFolder = (name: string) => join(cli.folder, name);
const lines = submissionsOf(sampleRecord()).entries.map(({ line }) => line);

function board(...content: readonly string[]): void {
  writeFileSync(inFolder('board.jsonl'), content.map((line) => `${line}\n`).join(''));
}

describe('leaderboard validate', () => {
  it('ends with 0 when every line is valid', async () => {
    board(...lines);
    expect(await cli.run('leaderboard', 'validate', 'board.jsonl')).toEqual({
      code: 0,
      stdout: 'board.jsonl: 2 valid, 0 repeated, 0 not valid\n',
      stderr: '',
    });
  });

  it('names each bad line by number and ends with 1', async () => {
    board(lines[0]!, 'foreign', lines[0]!, lines[1]!.slice(0, -50));
    const { code, stdout } = await cli.run('leaderboard', 'validate', 'board.jsonl');
    expect(code).toBe(1);
    expect(stdout.split('\n')).toEqual([
      'board.jsonl:2: is not JSON',
      'board.jsonl:3: says the same as line 1; it counts once',
      'board.jsonl:4: is torn: it begins like a line but does not end',
      'board.jsonl: 1 valid, 1 repeated, 2 not valid',
      '',
    ]);
  });

  it('fails with the path where there is no file', async () => {
    const { code, stderr } = await cli.run('leaderboard', 'validate', 'none.jsonl');
    expect(code).toBe(1);
    expect(stderr).toContain(inFolder('none.jsonl'));
  });
});

describe('leaderboard rank', () => {
  const good = consistentLines().map(({ line }) => line);
  const cls = { model: 'pp-ocrv4-cls', modelSha256: 'd'.repeat(64), variantSha256: 'd'.repeat(64) };
  const more = consistentLines({ seed: 2, loads: [{ row: cls }] }).map(({ line }) => line);
  const rank = (...options: string[]) => cli.run('leaderboard', 'rank', 'board.jsonl', ...options);
  const boardsOf = async (...options: string[]) =>
    JSON.parse((await rank('--json', ...options)).stdout).boards;

  it('ranks the valid lines and says how many were left out, and the first of them', async () => {
    board(...good, 'foreign');
    const { code, stdout, stderr } = await rank();
    expect(code).toBe(0);
    expect(stdout).toContain('silero-vad (aaaaaaaaaaaa), tier counter');
    expect(stderr).toBe(
      `1 line is not valid and left out (${inFolder('board.jsonl')}:3: is not JSON); ` +
        'see: joulemark leaderboard validate board.jsonl\n',
    );
  });

  it('shows no line that was altered, and says so', async () => {
    board(...good, good[0]!.replace(/"netJ":[^,}]+/, '"netJ":1e-9'));
    const { stdout, stderr } = await rank('--csv');
    expect(stdout.split('\r\n')).toHaveLength(4);
    expect(stderr).toBe(
      'Left out a line that would be among those shown: 1 altered; see: joulemark leaderboard verify board.jsonl.\n',
    );
  });

  it('shows the models that were asked for, as JSON, CSV, Markdown or a page', async () => {
    board(...good, ...more);
    const models = async (...options: string[]) =>
      (await boardsOf(...options)).map((each: { model: string }) => each.model);
    expect(await models()).toEqual(['pp-ocrv4-cls', 'silero-vad']);
    expect(await models('--model', 'silero-vad')).toEqual(['silero-vad']);
    expect(await models('--by-precision')).toEqual(['pp-ocrv4-cls', 'silero-vad', 'silero-vad']);
    expect((await rank('--csv')).stdout.split('\r\n')).toHaveLength(5);
    expect((await rank('--md')).stdout).toContain('### silero-vad (aaaaaaaaaaaa)');
    expect((await rank('--html')).stdout).toMatch(/^<!doctype html>[^]*silero-vad/i);
  });

  it('filters, limits and mixes as asked', async () => {
    board(...good, ...more);
    const count = async (...options: string[]) =>
      (await boardsOf(...options)).flatMap(({ entries }: { entries: unknown[] }) => entries).length;
    expect(await count('--precision', 'int8')).toBe(1);
    expect(await count('--provider', 'cpu', '--device', 'cpu', '--tier', 'counter')).toBe(3);
    expect(await count('--device', 'gpu')).toBe(0);
    expect(await count('--since', '2027-01-01')).toBe(0);
    expect(await count('--verified')).toBe(0);
    expect(await count('--best', 'processor')).toBe(2);
    expect(await count('--best', 'installation')).toBe(0);
    expect(await count('--top', '1')).toBe(2);
    expect((await boardsOf('--mix-tiers'))[0].tier).toBeNull();
    expect((await rank('--boards', '1')).stderr).toContain('Shown: 1 of 2 boards (all: --boards all).');
    expect((await rank('--top', '1')).stderr).toContain('the first entries of 1 board (more: --top N');
  });

  it.each([
    ['--tier', 'countr', 'Did you mean "counter"?'],
    ['--device', 'gup', 'There is no device "gup"'],
    ['--provider', 'cudo', 'Did you mean "cuda"?'],
    ['--precision', 'fp23', 'Did you mean "fp32"?'],
    ['--since', '2026-02-31', 'It takes a date'],
    ['--top', '0', 'It takes a number from 1 up, or all'],
    ['--best', 'phone', 'Allowed choices are device, processor, installation'],
  ])('refuses %s %s with what is right', async (option, value, message) => {
    board(...good);
    expect(await rank(option, value)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });

  it('lists the models of the file when it holds none of that name', async () => {
    board(...good);
    const { code, stderr } = await rank('--model', 'silero-vda');
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean "silero-vad"? Valid: silero-vad.');
  });

  it('takes several sources, and gives the same from an export', async () => {
    board(...good);
    writeFileSync(inFolder('other.jsonl'), `${more[0]}\n`);
    const both = await cli.run('leaderboard', 'rank', 'board.jsonl', '*.jsonl', '--json');
    expect(JSON.parse(both.stdout).boards).toHaveLength(2);
    const made = await cli.run('leaderboard', 'export', '--parquet', 'out', 'board.jsonl', 'other.jsonl');
    expect(made).toMatchObject({ code: 0, stderr: 'Wrote 3 submissions to 2 files in out.\n' });
    expect((await cli.run('leaderboard', 'rank', 'out', '--json')).stdout).toBe(both.stdout);
    const again = await cli.run('leaderboard', 'export', '--parquet', 'out', 'board.jsonl');
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('is not empty') });
  });

  it('names the keys that the person trusts', async () => {
    const made = madeBoard({ count: 8, devices: 1, models: 1, signed: true });
    board(...made);
    const { publicKey } = JSON.parse(made[0]!).signature;
    const addedAt = '2026-01-01T00:00:00Z';
    await addTrustedKey(cli.places.dataDir, { publicKey, name: 'The lab', addedAt });
    expect((await rank('--verified')).stdout).toContain('│ The lab');
  });
});
