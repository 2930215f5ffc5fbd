import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { revocationJsonSchema, submissionJsonSchema } from '#core/leaderboard/json-schema.ts';
import { fakeCli, type FakeCli } from '#test/support/fake-cli.ts';
import { sampleLines } from '#test/support/sample-lines.ts';

let cli: FakeCli;
beforeEach(() => {
  cli = fakeCli();
});
afterEach(() => rmSync(cli.folder, { recursive: true }));

const inFolder = (name: string) => join(cli.folder, name);
const [a, b, c] = sampleLines(1, 3)
  .map(({ id, line }) => ({ id, line }))
  .sort((x, y) => (x.id < y.id ? -1 : 1))
  .map(({ line }) => line) as [string, string, string];

function board(name: string, ...content: readonly string[]): void {
  writeFileSync(inFolder(name), content.map((line) => `${line}\n`).join(''));
}
const textOf = (name: string) => readFileSync(inFolder(name), 'utf8');
const merge = (...args: string[]) => cli.run('leaderboard', 'merge', ...args);

describe('leaderboard merge', () => {
  it('prints the union to stdout, and what it did to stderr', async () => {
    board('x.jsonl', b, a);
    board('y.jsonl', c, b, 'foreign');
    expect(await merge('x.jsonl', 'y.jsonl')).toEqual({
      code: 0,
      stdout: `${a}\n${b}\n${c}\nforeign\n`,
      stderr:
        'Merged 2 files: 3 submissions, 1 line that cannot be read, kept unchanged; 1 repeated line was left out.\n',
    });
  });

  it('writes to a file, which may be one of them, and says when there was nothing to do', async () => {
    board('x.jsonl', b);
    board('y.jsonl', a);
    const first = await merge('x.jsonl', 'y.jsonl', '-o', 'x.jsonl');
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(first.stderr).toBe('Merged 2 files into x.jsonl: 2 submissions.\n');
    expect(textOf('x.jsonl')).toBe(`${a}\n${b}\n`);
    expect((await merge('y.jsonl', '--output', 'x.jsonl')).stderr).toBe(
      'x.jsonl was there already; its lines are kept.\n' +
        'x.jsonl holds all lines already: 2 submissions; 1 repeated line was left out.\n',
    );
  });

  it('mends a file that git left in conflict', async () => {
    board('board.jsonl', a, '<<<<<<< HEAD', b, '=======', c, '>>>>>>> other');
    const { code, stderr } = await merge('board.jsonl', '-o', 'board.jsonl');
    expect(code).toBe(0);
    expect(stderr).toContain(`${inFolder('board.jsonl')}: git's conflict markers were dropped (3 lines).`);
    expect(textOf('board.jsonl')).toBe(`${a}\n${b}\n${c}\n`);
  });

  it('says what it made of line ends, a byte order mark and a last line without an end', async () => {
    writeFileSync(inFolder('x.jsonl'), `\uFEFF${a}\r\n${b}`);
    const { stderr } = await merge('x.jsonl');
    expect(stderr).toContain(
      'x.jsonl: a byte order mark was dropped; CRLF became LF (1 line); the last line had no line break',
    );
  });

  it('fails with the path where there is no file, and writes nothing', async () => {
    board('x.jsonl', a);
    const { code, stderr } = await merge('x.jsonl', 'none.jsonl', '-o', 'z.jsonl');
    expect(code).toBe(1);
    expect(stderr).toContain(inFolder('none.jsonl'));
    expect(existsSync(inFolder('z.jsonl'))).toBe(false);
  });

  it('asks for files', async () => {
    expect(await merge()).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('leaderboard merge --conflict-copies', () => {
  it('lists the copies, merges them, deletes nothing and says that they may go', async () => {
    board('board.jsonl', a);
    board("board (Kim's conflicted copy 2026-01-31).jsonl", b);
    board('board 2.jsonl', a, c);
    const { code, stderr } = await merge('--conflict-copies', 'board.jsonl', '-o', 'board.jsonl');
    expect(code).toBe(0);
    expect(stderr.split('\n')).toEqual([
      `Conflict copy, as Dropbox names them: ${inFolder("board (Kim's conflicted copy 2026-01-31).jsonl")}`,
      `Conflict copy, as iCloud Drive names them: ${inFolder('board 2.jsonl')}`,
      'Merged 3 files into board.jsonl: 3 submissions; 1 repeated line was left out.',
      'All lines of the 2 copies are in the result; the copies can be deleted now.',
      '',
    ]);
    expect(textOf('board.jsonl')).toBe(`${a}\n${b}\n${c}\n`);
    expect(readdirSync(cli.folder).filter((name) => name.endsWith('.jsonl'))).toHaveLength(3);
  });

  it('leaves out a file that only has such a name, and one that is a folder', async () => {
    board('board.jsonl', a);
    board('board (1).jsonl', b);
    mkdirSync(inFolder('board.Conflict.jsonl'));
    const { stderr } = await merge('--conflict-copies', 'board.jsonl', '-o', 'board.jsonl');
    expect(stderr).toContain(`Left out: ${inFolder('board (1).jsonl')} is named as`);
    expect(stderr).not.toContain('deleted');
    expect(stderr).not.toContain('Resilio');
    expect(textOf('board.jsonl')).toBe(`${a}\n`);
  });

  it('does not say that a copy may go when the result went to stdout', async () => {
    board('board.jsonl', a);
    board('board_conflict-20260131-083000.jsonl', b);
    const { stdout, stderr } = await merge('--conflict-copies', 'board.jsonl');
    expect(stdout).toBe(`${a}\n${b}\n`);
    expect(stderr).not.toContain('deleted');
  });

  it('warns before a copy of Resilio is deleted, and says when there is none', async () => {
    board('board.jsonl', a);
    expect((await merge('--conflict-copies', 'board.jsonl')).stderr).toContain('No copies');
    board('board.Conflict.jsonl', b);
    expect((await merge('--conflict-copies', 'board.jsonl', '-o', 'board.jsonl')).stderr).toContain(
      'Not with Resilio Sync before',
    );
  });
});

describe('leaderboard schema', () => {
  it('prints the schema of a submission, or of a revocation', async () => {
    const schema = async (...args: string[]) =>
      JSON.parse((await cli.run('leaderboard', 'schema', ...args)).stdout);
    expect(await schema()).toEqual(JSON.parse(JSON.stringify(submissionJsonSchema())));
    expect(await schema('--revocation')).toEqual(JSON.parse(JSON.stringify(revocationJsonSchema())));
  });
});
