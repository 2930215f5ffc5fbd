import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { submissionsOf } from '#core/leaderboard/submission.ts';
import { fakeCli, type FakeCli } from '#test/support/fake-cli.ts';
import { sampleRecord, sampleRow } from '#test/support/sample-record.ts';

let cli: FakeCli;
beforeEach(() => {
  cli = fakeCli();
});
afterEach(() => rmSync(cli.folder, { recursive: true }));

const inFolder = (name: string) => join(cli.folder, name);
const lines = submissionsOf(sampleRecord()).entries.map(({ line }) => line);
const other = submissionsOf(
  sampleRecord({ rows: [sampleRow({ model: 'pp-ocrv4-cls', modelSha256: 'd'.repeat(64) })] }),
);

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
  it('ranks the valid lines and says how many were left out', async () => {
    board(...lines, 'foreign');
    const { code, stdout, stderr } = await cli.run('leaderboard', 'rank', 'board.jsonl');
    expect(code).toBe(0);
    expect(stdout).toContain('silero-vad (aaaaaaaaaaaa), tier counter');
    expect(stderr).toBe(
      '1 line is not valid and left out; see: joulemark leaderboard validate board.jsonl\n',
    );
  });

  it('shows the models that were asked for, as JSON, CSV or Markdown', async () => {
    board(...lines, other.entries[0]!.line);
    const rank = (...options: string[]) => cli.run('leaderboard', 'rank', 'board.jsonl', ...options);
    const models = async (...options: string[]) =>
      JSON.parse((await rank('--json', ...options)).stdout).boards.map(
        (each: { model: string }) => each.model,
      );
    expect(await models()).toEqual(['pp-ocrv4-cls', 'silero-vad']);
    expect(await models('--model', 'silero-vad')).toEqual(['silero-vad']);
    expect(await models('--by-precision')).toEqual(['pp-ocrv4-cls', 'silero-vad', 'silero-vad']);
    expect((await rank('--csv')).stdout.split('\r\n')).toHaveLength(5);
    expect((await rank('--md')).stdout).toContain('### silero-vad (aaaaaaaaaaaa)');
  });

  it('lists the models of the file when it holds none of that name', async () => {
    board(...lines);
    const { code, stderr } = await cli.run('leaderboard', 'rank', 'board.jsonl', '--model', 'silero-vda');
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean "silero-vad"? Valid: silero-vad.');
  });
});
